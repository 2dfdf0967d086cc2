package dev.coffer.backup.testkit;

import dev.coffer.testsupport.ContainerServer;
import dev.coffer.testsupport.EnabledIfContainers;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestServer;

/** The same messages, and nothing changed, where the server runs in a container. */
@EnabledIfContainers
@NamesItsServers
class FixtureErrorsInContainerTest extends FixtureErrorsTest {
    @Override
    TestServer server() {
        return ContainerServer.version(17).server();
    }
}
