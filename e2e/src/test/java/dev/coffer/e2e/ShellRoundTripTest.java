package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.ToolResult;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real databases, backed up and restored from a shell, and judged by tools that are not ours. */
@Costly
@OnServerOfTools
@EnabledIfCorpora
@EnabledIfClientTools({"psql", "pg_dump"})
class ShellRoundTripTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sample", "pagila"})
    void comesBackIdenticalFromEitherFormat(String corpus) {
        try (TestDatabase source = Databases.corpus(corpus)) {
            ToolResult backup = Shell.run(
                            Map.of("POSTGRES_URL", source.uri()), "backup", "--to", folder.toString(), "--name", corpus)
                    .requireSuccess();
            String directory = backup.output().lines().reduce("", (before, line) -> line);
            assertThat(Path.of(directory)).isDirectory().hasParent(folder);
            for (String format : new String[] {"json", "csv"}) {
                try (TestDatabase target = Databases.server().createDatabase()) {
                    Shell.run(Map.of(), "restore", directory, "--target", target.uri(), "--format", format)
                            .requireSuccess();
                    Databases.assertIdentical(source, target);
                }
            }
            String name = "shell_" + corpus;
            try {
                Shell.run(
                                Map.of(),
                                "restore",
                                directory + "/complete_backup.json",
                                "--target",
                                source.uri(),
                                "--create-db",
                                name)
                        .requireSuccess();
            } finally {
                Databases.server().administer("DROP DATABASE IF EXISTS " + name);
            }
        }
    }

    @Test
    void recordsAFixture() throws Exception {
        try (TestDatabase source = Databases.corpus("pagila")) {
            Path file = folder.resolve("fixtures/film.json");

            ToolResult recorded = Shell.run(
                            Map.of("POSTGRES_URL", source.uri()),
                            "record",
                            file.toString(),
                            "--where",
                            "film_actor=film_id = 1 AND actor_id < 20",
                            "--without",
                            "last_update")
                    .requireSuccess();

            assertThat(recorded.output()).endsWith("public.film_actor: 2 rows\n" + file + "\n");
            assertThat(Files.readString(file))
                    .contains(
                            "\"film_actor\": [\n    {\"actor_id\": 1, \"film_id\": 1},\n    {\"actor_id\": 10, \"film_id\": 1}\n  ]")
                    .contains("\"title\": \"ACADEMY DINOSAUR\"")
                    .contains("\"language\": [\n    {\"language_id\": 1, ");
        }
    }

    @Test
    void dumpsArchivesCopiesAndRestoresFromStandardInput() throws Exception {
        try (TestDatabase source = Databases.corpus("sample")) {
            ToolResult backup = Shell.run(
                            Map.of("POSTGRES_URL", source.uri()),
                            "backup",
                            "--to",
                            folder.toString(),
                            "--format",
                            "json,pgdump",
                            "--archive",
                            "tar.gz")
                    .requireSuccess();
            String directory = backup.output().lines().reduce("", (before, line) -> line);
            String archive = directory + ".tar.gz";
            String made = folder.resolve("made.tar.gz").toString();
            assertThat(Shell.run(Map.of(), "archive", directory, made)
                            .requireSuccess()
                            .output())
                    .isEqualTo(made + "\n");
            assertThat(Path.of(made)).hasSameBinaryContentAs(Path.of(archive));
            String elsewhere = folder.resolve("elsewhere").toString();
            String copy = Shell.run(Map.of(), "copy", archive, elsewhere)
                    .requireSuccess()
                    .output()
                    .strip();
            for (String from : new String[] {archive, copy, directory + "/complete_backup.dump"}) {
                try (TestDatabase target = Databases.server().createDatabase()) {
                    Shell.run(Map.of(), "restore", from, "--target", target.uri(), "--format", "pgdump")
                            .requireSuccess();
                    Databases.assertIdentical(source, target);
                }
            }
            try (TestDatabase target = Databases.server().createDatabase();
                    InputStream in = Files.newInputStream(Path.of(archive))) {
                Shell.run(in, Map.of(), "restore", "-", "--target", target.uri())
                        .requireSuccess();
                Databases.assertIdentical(source, target);
            }
            try (TestDatabase target = Databases.server().createDatabase();
                    InputStream in = Files.newInputStream(Path.of(directory, "complete_backup.dump"))) {
                Shell.run(in, Map.of(), "restore", "-", "--target", target.uri(), "--format", "pgdump")
                        .requireSuccess();
                Databases.assertIdentical(source, target);
            }
        }
    }
}
