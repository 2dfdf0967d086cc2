package dev.coffer.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfContainers
class ContainerServerTest {

    @ParameterizedTest
    @ValueSource(ints = {15, 17})
    void isReachedFromHereAndBringsItsOwnTools(int major, @TempDir Path folder) throws IOException {
        ContainerServer container = ContainerServer.version(major);
        assertThat(ContainerServer.version(major)).isSameAs(container);
        try (TestDatabase database = container.server().createDatabase()) {
            assertThat(database.query("SHOW server_version")).startsWith(major + ".");

            Path script = Files.writeString(folder.resolve("script.sql"), "CREATE TABLE made_inside (id int)");
            container.copyIn(script, "/tmp/" + database.name() + ".sql");
            container
                    .run(
                            "psql",
                            "-X",
                            "-q",
                            "-d",
                            container.uriInside(database),
                            "-f",
                            "/tmp/" + database.name() + ".sql")
                    .requireSuccess();
            assertThat(database.query("SELECT count(*) FROM made_inside")).isEqualTo("0");

            String dump = "/tmp/" + database.name() + ".dump";
            container
                    .run("pg_dump", "-Fc", "-f", dump, "-d", container.uriInside(database))
                    .requireSuccess();
            Path copied = folder.resolve("copied.dump");
            container.copyOut(dump, copied);
            assertThat(Files.readString(copied, StandardCharsets.ISO_8859_1)).startsWith("PGDMP");
            assertThat(container.run("pg_dump", "--version").output()).contains("(PostgreSQL) " + major + ".");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 15)
    void programThatFailsSaysWhy(int major) {
        ToolResult result = ContainerServer.version(major).run("psql", "-X", "-h", "127.0.0.1", "-p", "1", "-l");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).contains("Connection refused");
    }
}
