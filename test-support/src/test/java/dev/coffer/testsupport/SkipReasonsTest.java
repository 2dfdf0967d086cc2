package dev.coffer.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SkipReasonsTest {

    @Test
    void everySkipIsWrittenWithItsReason(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("skips.txt");
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new SkipReasons(file, new PrintStream(OutputStream.nullOutputStream())))
                .build();
        LauncherFactory.create(alone)
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(Skipping.class), selectClass(SkippedWhole.class))
                        .build());
        String name = SkipReasonsTest.class.getName();
        assertThat(Files.readAllLines(file))
                .containsExactlyInAnyOrder(
                        "SKIPPED " + name + "$Skipping.missingTool: needs tool no-such-tool: not on the PATH",
                        "SKIPPED " + name + "$Skipping.missingServer: " + Needs.server(7),
                        "SKIPPED " + name + "$Skipping.assumption: Assumption failed: the moon is full",
                        "SKIPPED " + name + "$SkippedWhole: needs tool no-such-tool: not on the PATH");
    }

    // Not found by Surefire, which leaves out nested classes.
    static class Skipping {
        @Test
        @EnabledIfClientTools("no-such-tool")
        void missingTool() {
            throw new AssertionError("must not run");
        }

        @Test
        @EnabledIfServers({18, 7})
        void missingServer() {
            throw new AssertionError("must not run");
        }

        @Test
        void assumption() {
            Assumptions.assumeTrue(false, "the moon\nis full");
        }

        @Test
        void runs() {}
    }

    @EnabledIfClientTools("no-such-tool")
    static class SkippedWhole {
        @Test
        void never() {
            throw new AssertionError("must not run");
        }
    }
}
