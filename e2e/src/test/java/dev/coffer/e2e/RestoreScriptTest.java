package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code restore.sql} brings a database back with psql alone. */
@OnServerOfTools
@EnabledIfCorpora
@EnabledIfClientTools({"psql", "pg_dump"})
class RestoreScriptTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sample", "pagila", "chinook_identity", "northwind"})
    void rebuildsTheDatabase(String corpus) {
        try (TestDatabase source = Databases.corpus(corpus)) {
            assertRebuilds(source, CsvTableExporter.create());
        }
    }

    @Test
    void rebuildsTheDatabaseFromGzip() {
        try (TestDatabase source = Databases.corpus("northwind")) {
            assertRebuilds(source, CsvTableExporter.builder().gzip(true).build());
        }
    }

    /** P17: psql up to 15 takes such a line for the end of the data. */
    @Test
    void carriesValuesWithTheEndOfDataMarker() {
        try (TestDatabase source = Databases.server().createDatabase()) {
            source.execute(
                    "CREATE TABLE note (id int PRIMARY KEY, body text)",
                    "INSERT INTO note VALUES (1, E'before\\n\\\\.\\nafter'), (2, E'\\\\.'), (3, ''), (4, NULL)",
                    "CREATE TABLE lone (body text)",
                    "INSERT INTO lone VALUES (E'\\\\.'), (NULL), ('')");
            assertRebuilds(source, CsvTableExporter.create());
        }
    }

    @Test
    void carriesLargeObjectsAndSequences() {
        try (TestDatabase source = Databases.server().createDatabase()) {
            source.execute(
                    "CREATE SEQUENCE s START 5",
                    "SELECT nextval('s')",
                    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, lo oid)",
                    "INSERT INTO t (lo) SELECT lo_from_bytea(770001::oid, decode(repeat('00ff5c0a', 200000), 'hex'))",
                    "SELECT lo_create(770002::oid)");
            assertRebuilds(source, CsvTableExporter.create());
        }
    }

    private void assertRebuilds(TestDatabase source, CsvTableExporter exporter) {
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(exporter)
                .to(folder)
                .build()
                .run()
                .requireComplete();
        try (TestDatabase target = Databases.server().createDatabase()) {
            ProcessBuilder psql = new ProcessBuilder(
                            ClientTools.require("psql").toString(),
                            "-X",
                            "-q",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-1",
                            "-d",
                            target.uri(),
                            "-f",
                            "restore.sql")
                    .directory(report.directory().toFile());
            assertThat(ClientTools.run(InputStream.nullInputStream(), psql)
                            .requireSuccess()
                            .errors())
                    .isEmpty();
            Databases.assertIdentical(source, target);
        }
    }
}
