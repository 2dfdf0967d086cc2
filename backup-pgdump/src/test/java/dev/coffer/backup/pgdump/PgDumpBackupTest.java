package dev.coffer.backup.pgdump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.ToolException;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnServerOfTools
@EnabledIfClientTools({"pg_dump", "pg_restore", "psql"})
class PgDumpBackupTest {
    private final TestServer server = TestServer.ofTools();

    @TempDir
    Path root;

    @Test
    void writesADumpThatPgRestoreBringsBack() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            BackupReport report = run(source, PgDumpExporter.create());
            assertThat(report.files())
                    .extracting(BackupReport.File::name)
                    .contains("complete_backup.dump", "data.sql", "schema.sql", "schema.json");
            restore(report.directory().resolve("complete_backup.dump"), target);
            assertSame(source, target);
            assertThat(Backup.open(report.directory()).formats())
                    .extracting(Object::toString)
                    .containsExactly("pgdump 1");
        }
    }

    @Test
    void writesRowsThatPsqlLoadsIntoTablesWithForeignKeys() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path directory = run(source, PgDumpExporter.create()).directory();
            psql(directory.resolve("schema.sql"), target);
            psql(directory.resolve("data.sql"), target);
            assertSame(source, target);
        }
    }

    @Test
    void equalDataGiveEqualText() throws Exception {
        try (TestDatabase source = Database.create(server)) {
            Path first = run(source, PgDumpExporter.create()).directory();
            Path second = run(source, PgDumpExporter.create()).directory();
            assertThat(second.resolve("data.sql")).hasSameBinaryContentAs(first.resolve("data.sql"));
        }
    }

    @Test
    void dumpsOnlyWhatThePlanTakes() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path directory = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(PgDumpExporter.create())
                    .tables(TableSelection.all().exclude("*.audit_*", "odd names.*"))
                    .to(root)
                    .build()
                    .run()
                    .directory();
            restore(directory.resolve("complete_backup.dump"), target);
            assertThat(target.query(
                            "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relkind IN ('r', 'v')"
                                    + " AND relnamespace::regnamespace::text IN ('public', '\"odd names\"')"))
                    .isEqualTo("a_child,parents,z_parent");
        }
    }

    @Test
    void holdsTheRowsOfTheSameSnapshotWhileOthersWrite() throws Exception {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread writer = new Thread(() -> insert(source, stop));
            writer.start();
            BackupReport report;
            try {
                report = run(source, PgDumpExporter.create());
            } finally {
                stop.set(true);
                writer.join();
            }
            restore(report.directory().resolve("complete_backup.dump"), target);
            long rows = report.tables().stream()
                    .filter(table -> table.name().equals(new TableName("public", "audit_log")))
                    .findFirst()
                    .orElseThrow()
                    .rows();
            assertThat(target.query("SELECT count(*) FROM audit_log")).isEqualTo(Long.toString(rows));
            assertThat(source.query("SELECT count(*) > " + rows + " FROM audit_log"))
                    .isEqualTo("t");
        }
    }

    @Test
    void writesTheDirectoryFormatWithJobs() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path directory = run(
                            source,
                            PgDumpExporter.builder()
                                    .layout(DumpLayout.DIRECTORY)
                                    .jobs(2)
                                    .build())
                    .directory();
            restore(directory.resolve("complete_backup.dir"), target);
            assertSame(source, target);
        }
    }

    @Test
    void writesPlainSql() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path directory = run(
                            source,
                            PgDumpExporter.builder()
                                    .layout(DumpLayout.PLAIN)
                                    .noOwner()
                                    .build())
                    .directory();
            assertThat(directory.resolve("data.sql")).doesNotExist();
            psql(directory.resolve("complete_backup.sql"), target);
            assertSame(source, target);
        }
    }

    @Test
    void writesInsertsOnRequest() throws Exception {
        try (TestDatabase source = Database.create(server)) {
            Path directory =
                    run(source, PgDumpExporter.builder().inserts().build()).directory();
            assertThat(Files.readString(directory.resolve("data.sql")))
                    .contains("INSERT INTO public.z_parent (id, name, m) VALUES (1, 'name 1', 'calm');")
                    .doesNotContain("COPY public.z_parent");
        }
    }

    @Test
    void leavesOutRowsOrSchemaOnRequest() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path schema = run(
                            source,
                            PgDumpExporter.builder()
                                    .contents(DumpContents.SCHEMA_ONLY)
                                    .compression(DumpCompression.none())
                                    .build())
                    .directory();
            restore(schema.resolve("complete_backup.dump"), target);
            assertThat(target.query("SELECT count(*) FROM z_parent")).isEqualTo("0");
            Path data = run(
                            source,
                            PgDumpExporter.builder()
                                    .contents(DumpContents.DATA_ONLY)
                                    .compression(DumpCompression.gzip().level(9))
                                    .dataSql(false)
                                    .build())
                    .directory();
            assertThat(data.resolve("data.sql")).doesNotExist();
            restore(data.resolve("complete_backup.dump"), target);
            assertSame(source, target);
        }
    }

    @Test
    void holdsTheSectionsThatAreChosen() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path before = run(
                            source,
                            PgDumpExporter.builder()
                                    .sections(DumpSection.PRE_DATA)
                                    .build())
                    .directory();
            assertThat(before.resolve("data.sql")).doesNotExist();
            restore(before.resolve("complete_backup.dump"), target);
            Path rest = run(
                            source,
                            PgDumpExporter.builder()
                                    .sections(DumpSection.DATA, DumpSection.POST_DATA)
                                    .build())
                    .directory();
            restore(rest.resolve("complete_backup.dump"), target);
            assertSame(source, target);
            assertThat(target.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void refusesACompressionThatTheToolLacks() {
        int major = ClientTools.majorVersion(ClientTools.require("pg_dump"));
        assumeTrue(major < 16, "pg_dump " + major + " knows zstd");
        try (TestDatabase source = Database.create(server)) {
            assertThatThrownBy(() -> run(
                            source,
                            PgDumpExporter.builder()
                                    .compression(DumpCompression.zstd())
                                    .build()))
                    .isInstanceOf(ToolException.class)
                    .hasMessageMatching("pg_dump 15\\.\\d+ cannot compress with ZSTD\n"
                            + "Hint: install pg_dump 16 or newer, or use DumpCompression\\.gzip\\(\\)");
        }
    }

    private BackupReport run(TestDatabase source, PgDumpExporter exporter) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(exporter)
                .to(root)
                .build()
                .run()
                .requireComplete();
    }

    private static void insert(TestDatabase database, AtomicBoolean stop) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            do {
                statement.execute("INSERT INTO audit_log SELECT 1, 'x' FROM generate_series(1, 10)");
            } while (!stop.get());
            statement.execute("INSERT INTO audit_log VALUES (0, 'the last')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void restore(Path dump, TestDatabase into) {
        ClientTools.run(
                        ClientTools.require("pg_restore"),
                        "--exit-on-error",
                        "--single-transaction",
                        "--dbname=" + into.uri(),
                        dump.toString())
                .requireSuccess();
    }

    static void psql(Path script, TestDatabase into) {
        ClientTools.run(
                        InputStream.nullInputStream(),
                        ClientTools.require("psql"),
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-1",
                        "-d",
                        into.uri(),
                        "-f",
                        script.toString())
                .requireSuccess();
    }

    static void assertSame(TestDatabase source, TestDatabase target) {
        for (String table : List.of("z_parent", "a_child", "audit_log", "\"odd names\".\"a \"\"quoted\"\" Table\"")) {
            String rows =
                    "SELECT count(*) || ' ' || md5(string_agg(t::text, ';' ORDER BY t::text)) FROM " + table + " t";
            assertThat(target.query(rows)).as(table).isEqualTo(source.query(rows));
        }
        String sequence = "SELECT last_value || ' ' || is_called FROM z_parent_id_seq";
        assertThat(target.query(sequence)).isEqualTo(source.query(sequence));
    }
}
