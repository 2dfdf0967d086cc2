package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.testsupport.OwnExtension;
import dev.coffer.testsupport.SinceServer;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of extensions that hold what users have configured. */
@SinceServer(value = 18, feature = "folder for extensions of one database")
class ExtensionTablesTest {
    @TempDir
    private Path folder;

    private TestDatabase database() throws IOException {
        TestDatabase database = TestServer.newest().createDatabase();
        OwnExtension.write(folder, "configured", """
                CREATE TABLE cfg_some (name text PRIMARY KEY, own boolean DEFAULT true);
                INSERT INTO cfg_some VALUES ('builtin', false);
                SELECT pg_catalog.pg_extension_config_dump('cfg_some', 'WHERE own');
                CREATE TABLE cfg_all (id serial);
                SELECT pg_catalog.pg_extension_config_dump('cfg_all', '');
                SELECT pg_catalog.pg_extension_config_dump('cfg_all_id_seq', '');
                CREATE TABLE cfg_none (id int);
                """).availableIn(database);
        return database;
    }

    @Test
    void keepTheRowsThatTheExtensionAsksToKeep() throws IOException {
        try (TestDatabase source = database();
                TestDatabase target = database()) {
            source.execute(
                    "CREATE EXTENSION configured",
                    "INSERT INTO cfg_some VALUES ('mine')",
                    "INSERT INTO cfg_all DEFAULT VALUES",
                    "INSERT INTO cfg_all DEFAULT VALUES",
                    "INSERT INTO cfg_none VALUES (1)",
                    "CREATE TABLE plain (id int)");

            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder.resolve("backups"))
                    .build()
                    .run()
                    .requireComplete();
            RestorePlan.builder()
                    .from(Backup.open(report.directory()))
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(target.uri()))
                    .build()
                    .run()
                    .requireComplete();

            assertThat(target.query("SELECT string_agg(name, ' ' ORDER BY name) FROM cfg_some"))
                    .isEqualTo("builtin mine");
            assertThat(target.query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM cfg_all"))
                    .isEqualTo("1 2");
            assertThat(target.query("SELECT count(*) FROM cfg_none")).isEqualTo("0");
            assertThat(target.query("SELECT nextval('cfg_all_id_seq')")).isEqualTo("3");
        }
    }
}
