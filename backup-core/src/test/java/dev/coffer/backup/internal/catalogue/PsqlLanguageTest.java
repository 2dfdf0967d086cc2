package dev.coffer.backup.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.internal.rows.CopyTextExporter;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** psql obeys a backslash wherever it stands outside of quotes: no name, comment, body or value may bring one there. */
class PsqlLanguageTest {
    /** What psql prints where it takes text for one of its commands. */
    private static final String SAID = "psql obeys";

    @TempDir
    private Path folder;

    @Test
    @OnServerOfTools
    @EnabledIfClientTools("psql")
    @DisplayName("F30 no file of a backup but restore.sql speaks psql's language")
    void f30NoFileButRestoreSqlSpeaksToPsql() throws IOException {
        try (TestDatabase original = HostileDatabase.create(TestServer.ofTools())) {
            String hostile = "\n\\echo " + SAID + "\n";
            original.execute(
                    "CREATE TABLE told (said text)",
                    "CREATE TABLE " + Sql.quote(hostile) + " (" + Sql.quote(hostile) + " text)",
                    "INSERT INTO told VALUES (" + Sql.literal(hostile) + ")",
                    "COMMENT ON TABLE told IS " + Sql.literal(hostile),
                    "CREATE FUNCTION says() RETURNS text LANGUAGE sql AS "
                            + Sql.literal("SELECT " + Sql.literal(hostile)));
            Path backup = BackupPlan.builder()
                    .source(PostgresDatabase.of(original.uri()))
                    .export(new CopyTextExporter(new FormatId("lines", 1)))
                    .to(folder)
                    .build()
                    .run()
                    .directory();
            List<Path> scripts;
            try (Stream<Path> files = Files.walk(backup)) {
                scripts = files.filter(file -> file.toString().endsWith(".sql"))
                        .filter(file -> !file.endsWith("restore.sql"))
                        .toList();
            }
            assertThat(scripts)
                    .extracting(file -> file.getFileName().toString())
                    .contains("schema.sql", "schema_simplified.sql");
            for (Path script : scripts) {
                assertThat(psqlSays(script, original.server()))
                        .as(script.toString())
                        .isEmpty();
            }
            Path obeyed = Files.writeString(folder.resolve("obeyed.sql"), "\\echo " + SAID);
            assertThat(psqlSays(obeyed, original.server())).contains(SAID);
        }
    }

    private static String psqlSays(Path script, TestServer server) {
        try (TestDatabase database = server.createDatabase()) {
            return ClientTools.run(
                            ClientTools.require("psql"), "-X", "-q", "-d", database.uri(), "-f", script.toString())
                    .output();
        }
    }
}
