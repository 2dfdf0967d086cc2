package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.Condition;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.IntegrityException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.Proof;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrillTest {
    // Of its own, since the names of its databases are looked at.
    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.builder().start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void restoresComparesAndDrops(Format format) throws SQLException {
        try (TestDatabase source = Databases.sample(server)) {
            Backup backup = backup(source, format);
            List<String> before = databases(source);

            DrillReport report = backup.drill(PostgresDatabase.of(source.uri()), format.strategy());

            assertThat(report.place()).isEqualTo(DrillReport.Place.DATABASE);
            assertThat(report.passed()).isTrue();
            assertThat(report.missing()).isEmpty();
            assertThat(report.skips()).isEmpty();
            assertThat(report.tables()).hasSizeGreaterThan(40).allMatch(DrillReport.Table::same);
            assertThat(report.restoring()).isPositive();
            assertThat(report.comparing()).isPositive();
            assertThat(databases(source)).isEqualTo(before);

            backup.leaveProof(report.proof());

            assertThat(backup.proof()).hasValueSatisfying(proof -> {
                assertThat(proof.kind()).isEqualTo(Proof.Kind.DRILL);
                assertThat(proof.at()).isEqualTo(report.at());
            });
        }
    }

    /** P25: what the server's own template has does not matter. */
    @Test
    void itsDatabaseHasTheEncodingAndLocaleOfTheSource() throws SQLException {
        try (TestDatabase source =
                server.createDatabase("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")) {
            source.execute("CREATE TABLE a (name text)", "INSERT INTO a VALUES (chr(233) || chr(252))");
            Backup backup = backup(source, Format.JSON);
            List<String> seen = new ArrayList<>();

            DrillReport report = backup.drill(
                    PostgresDatabase.of(server.uri("postgres")),
                    progress -> {
                        if (progress.phase() == Progress.Phase.POST_DATA) {
                            seen.add(source.query("SELECT string_agg(pg_encoding_to_char(encoding) || ' ' || datcollate"
                                    + " || ' ' || datctype, ',') FROM pg_database WHERE datname LIKE 'coffer_drill%'"));
                        }
                    },
                    Format.JSON.strategy());

            assertThat(report.passed()).isTrue();
            assertThat(seen).isNotEmpty().allMatch("LATIN1 C C"::equals);
        }
    }

    /** P12, and children whose columns were ordered otherwise before they got their parent. */
    @Test
    void passesWhereTheServerOrdersColumnsAndPlacesRowsOtherwise() {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE parent (a int)",
                    "CREATE TABLE child (b int, a int)",
                    "ALTER TABLE child INHERIT parent",
                    "INSERT INTO child VALUES (1, 2)",
                    "CREATE TYPE shade AS ENUM ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n')",
                    "CREATE TABLE painted (s shade, n int) PARTITION BY HASH (s)",
                    "CREATE TABLE painted_0 PARTITION OF painted FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                    "CREATE TABLE painted_1 PARTITION OF painted FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                    "INSERT INTO painted SELECT s, 7 FROM unnest(enum_range(NULL::shade)) s");

            DrillReport report =
                    backup(source, Format.JSON).drill(PostgresDatabase.of(source.uri()), Format.JSON.strategy());

            assertThat(report.tables()).hasSize(4).allMatch(DrillReport.Table::same);
            assertThat(report.passed()).isTrue();
        }
    }

    @Test
    void dropsWhatSubscriptionsHold() throws SQLException {
        try (TestDatabase source = Databases.sample(server)) {
            source.execute(
                    "CREATE SUBSCRIPTION \"the news\" CONNECTION 'dbname=none' PUBLICATION p"
                            + " WITH (connect = false, slot_name = NONE)",
                    "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN IF tg_tag LIKE ''%SUBSCRIPTION'' THEN RAISE ''no''; END IF; END'",
                    "CREATE EVENT TRIGGER refuses ON ddl_command_start EXECUTE FUNCTION refuse()");
            Backup backup = backup(source, Format.JSON);
            List<String> before = databases(source);

            DrillReport report = backup.drill(PostgresDatabase.of(source.uri()), Format.JSON.strategy());
            source.execute("DROP EVENT TRIGGER refuses", "DROP SUBSCRIPTION \"the news\"");

            assertThat(report.passed()).isTrue();
            assertThat(report.missing()).isEmpty();
            assertThat(report.warnings()).noneMatch(warning -> warning.contains("dropped"));
            assertThat(databases(source)).isEqualTo(before);
        }
    }

    @Test
    void provesWhatAConditionLeft() {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute("CREATE TABLE a (id int)", "INSERT INTO a SELECT generate_series(1, 9)");
            Backup backup = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.CSV.exporter())
                    .where("a", Condition.unsafeSql("id > 4"))
                    .to(folder)
                    .build()
                    .run()
                    .directory());

            DrillReport report = backup.drill(PostgresDatabase.of(source.uri()), Format.CSV.strategy());

            assertThat(report.requirePassed().tables())
                    .containsExactly(new DrillReport.Table(new TableName("public", "a"), 5, 5L, true));
        }
    }

    @Test
    void dropsTheDatabaseWhenTheRestoreFails() throws SQLException, IOException {
        try (TestDatabase source = server.createDatabase()) {
            source.execute("CREATE TABLE a (id int)", "INSERT INTO a VALUES (1)");
            Backup backup = backup(source, Format.CSV);
            List<String> before = databases(source);
            Files.writeString(backup.directory().resolve("csv_exports/a.csv"), "id\n2\n");

            assertThatThrownBy(() -> drill(backup, source)).isInstanceOf(BackupException.class);

            assertThat(databases(source)).isEqualTo(before);
        }
    }

    @Test
    void drillsInASchemaWhereTheRoleMayNotCreateDatabases() throws SQLException {
        try (TestDatabase source = Databases.sample(server)) {
            Backup backup = backup(source, Format.JSON);
            source.execute(
                    "CREATE ROLE modest LOGIN PASSWORD 'modest'",
                    "GRANT CREATE ON DATABASE " + source.name() + " TO modest",
                    "DO $$ DECLARE n text; BEGIN FOR n IN SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_'"
                            + " LOOP EXECUTE 'GRANT USAGE ON SCHEMA ' || n || ' TO modest'; END LOOP; END $$");
            List<String> before = databases(source);

            List<Progress> told = new ArrayList<>();
            PostgresDatabase modest = PostgresDatabase.of(source.uri("modest", "modest"));
            DrillReport report = backup.drill(modest, told::add, Format.JSON.strategy());

            assertThat(report.place()).isEqualTo(DrillReport.Place.SCHEMA);
            assertThat(report.tables()).filteredOn(table -> !table.same()).isEmpty();
            assertThat(report.warnings())
                    .containsExactly(
                            "the role may not create databases, so the rows were proved and the schema was not");
            assertThat(told)
                    .extracting(Progress::phase)
                    .startsWith(Progress.Phase.VERIFY, Progress.Phase.PRE_DATA, Progress.Phase.ROWS)
                    .isSorted();
            Progress last = told.get(told.size() - 1);
            assertThat(last.rows()).isPositive().isEqualTo(last.estimatedRows());
            assertThat(last.bytes()).isPositive().isEqualTo(last.estimatedBytes());
            assertThatThrownBy(() -> assertThat(backup.drill(
                                    modest,
                                    progress -> {
                                        if (progress.rows() > 0) {
                                            Thread.currentThread().interrupt();
                                        }
                                    },
                                    Format.JSON.strategy()))
                            .isNull())
                    .isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(databases(source)).isEqualTo(before);
            assertThat(strings(source, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'coffer%'"))
                    .isEmpty();
        }
    }

    @Test
    void aReportOfDifferencesDoesNotPass() {
        DrillReport report = new DrillReport(
                DrillReport.Place.DATABASE,
                "18.6",
                List.of(new DrillReport.Table(new TableName("public", "a"), 3, 2L, false)),
                List.of("index public.b"),
                List.of(),
                List.of(),
                Instant.EPOCH,
                Duration.ZERO,
                Duration.ZERO);

        assertThat(report.passed()).isFalse();
        assertThatThrownBy(report::proof)
                .isInstanceOf(IntegrityException.class)
                .hasMessage(
                        "the restored database is not what was backed up: table public.a; index public.b is missing\n"
                                + "Hint: do not rely on this backup: take another one and drill it, and report this as a fault of"
                                + " Coffer's");
    }

    private Backup backup(TestDatabase source, Format format) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(format.exporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    private static DrillReport drill(Backup backup, TestDatabase server) {
        return backup.drill(PostgresDatabase.of(server.uri()), Format.CSV.strategy());
    }

    private static List<String> databases(TestDatabase database) throws SQLException {
        return strings(database, "SELECT datname FROM pg_database ORDER BY 1");
    }

    private static List<String> strings(TestDatabase database, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = database.connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
