package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.IntegrityException;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RetentionPolicy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableName;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.testsupport.SinceServer;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncrementalTest {
    private static final TableName QUIET = new TableName("public", "quiet");
    private static final TableName BUSY = new TableName("public", "busy");

    @TempDir
    Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();

    @BeforeEach
    void createDatabase() {
        database.execute(
                "CREATE TYPE mood AS ENUM ('calm', 'cross')",
                "CREATE TYPE spot AS (x int, y int)",
                "CREATE TYPE tint AS ENUM ('red')",
                "CREATE DOMAIN shade AS tint",
                "CREATE TYPE hue AS ENUM ('warm')",
                "CREATE TYPE hues AS RANGE (subtype = hue)",
                "CREATE TABLE quiet (id int PRIMARY KEY, name varchar(40), other varchar(40), m mood, s spot,"
                        + " h shade[], r hues, big text)",
                "ALTER TABLE quiet ALTER big SET STORAGE EXTERNAL",
                "INSERT INTO quiet SELECT i, 'n' || i, 'o' || i, 'calm', ROW(i, i)::spot, '{red}', '[warm,warm]',"
                        + " CASE i WHEN 7 THEN repeat('b', 9000) END FROM generate_series(1, 500) i",
                "CREATE TABLE busy (id int, note text)",
                "INSERT INTO busy SELECT i, 'x' FROM generate_series(1, 10) i");
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void whatDidNotChangeComesFromTheEarlierBackup() throws IOException {
        BackupReport first = incremental();
        database.execute("UPDATE busy SET note = 'y' WHERE id = 3");

        BackupReport second = incremental();

        assertThat(first.increment()).hasValueSatisfying(increment -> {
            assertThat(increment.base()).isEmpty();
            assertThat(increment.unchanged()).isEmpty();
            assertThat(increment.notes())
                    .containsExactly(
                            "every table was read: there is no earlier backup of this database that records what"
                                    + " a later one can build on");
        });
        assertThat(second.increment()).hasValueSatisfying(increment -> {
            assertThat(increment.base()).contains(first.directory());
            assertThat(increment.unchanged()).containsExactly(QUIET);
            assertThat(increment.notes()).isEmpty();
        });
        assertThat(rowsOf(second)).isEqualTo(rowsOf(full()));
        assertThat(Backup.open(second.directory())
                        .verify(Format.JSON.strategy(), Format.CSV.strategy())
                        .faults())
                .isEmpty();
        assertThat(Backup.open(second.directory())
                        .drill(PostgresDatabase.of(database.uri()), Format.JSON.strategy())
                        .passed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | VACUUM (FREEZE) quiet; CREATE INDEX ON quiet (name); ANALYZE quiet",
                "true  | BEGIN; UPDATE quiet SET name = 'rolled back'; ROLLBACK; VACUUM quiet",
                "true  | ALTER TABLE quiet ADD CHECK (id > 0); ALTER TABLE quiet ALTER name SET DEFAULT 'x'",
                "false | UPDATE quiet SET name = 'changed' WHERE id = 7",
                "false | UPDATE quiet SET name = name WHERE id = 7",
                "false | DELETE FROM quiet WHERE id = 500",
                "false | INSERT INTO quiet (id) VALUES (501)",
                "false | ALTER TABLE quiet ADD COLUMN added int DEFAULT 5",
                "false | ALTER TABLE quiet ADD COLUMN added int",
                "false | ALTER TABLE quiet DROP COLUMN other",
                "false | ALTER TABLE quiet ALTER COLUMN name TYPE text",
                "false | ALTER TABLE quiet RENAME name TO n; ALTER TABLE quiet RENAME other TO name; ALTER TABLE quiet RENAME n TO other",
                "false | ALTER TYPE mood RENAME VALUE 'calm' TO 'serene'",
                "false | ALTER TYPE tint RENAME VALUE 'red' TO 'rouge'",
                "false | ALTER TYPE hue RENAME VALUE 'warm' TO 'hot'",
                "false | UPDATE quiet SET big = big || 'x' WHERE id = 7",
                "false | ALTER TABLE quiet RENAME other TO renamed",
                "false | ALTER TYPE spot RENAME ATTRIBUTE x TO z",
                "false | BEGIN; CREATE TABLE keep AS TABLE quiet; TRUNCATE quiet; INSERT INTO quiet TABLE keep; COMMIT",
                "false | VACUUM FULL quiet",
                "false | CLUSTER quiet USING quiet_pkey",
                "false | ALTER TABLE quiet RENAME TO old; CREATE TABLE quiet (LIKE old); INSERT INTO quiet TABLE old",
            })
    void inDoubtATableIsReadAgain(boolean unchanged, String statements) throws IOException {
        assertThat(incremental().directory()).exists();
        database.execute(statements.split("; ", -1));

        BackupReport report = incremental();

        assertThat(report.increment().orElseThrow().unchanged().contains(QUIET)).isEqualTo(unchanged);
        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
    }

    @Test
    void valuesThatNameObjectsAreReadEveryTime() throws IOException {
        database.execute("CREATE TABLE names (id int, which regclass[])", "INSERT INTO names VALUES (1, '{busy}')");
        incremental();
        database.execute("ALTER TABLE busy RENAME TO lively");

        BackupReport report = incremental();

        assertThat(report.increment().orElseThrow().notes())
                .containsExactly(
                        "public.names is read every time: a column holds names of objects, which print as they are called"
                                + " now");
        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
    }

    @Test
    void whatAConditionChoosesIsReadEveryTime() throws IOException {
        BackupReport whole = incremental();
        BackupReport some = plan().incremental(Format.CSV.strategy())
                .where("quiet", Condition.unsafeSql("id < 10"))
                .build()
                .run();
        BackupReport again = incremental();

        assertThat(some.increment().orElseThrow().base()).contains(whole.directory());
        assertThat(some.increment().orElseThrow().unchanged()).containsExactly(BUSY);
        assertThat(some.increment().orElseThrow().notes())
                .containsExactly("public.quiet is read every time: a condition chooses its rows");
        assertThat(again.increment().orElseThrow().base()).contains(some.directory());
        assertThat(again.increment().orElseThrow().unchanged()).containsExactly(BUSY);
        assertThat(rowsOf(again)).isEqualTo(rowsOf(full()));
    }

    @Test
    void leavesOfPartitionsAreLookedAtOneByOne() throws IOException {
        database.execute(
                "CREATE TABLE p (id int, v text) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200)",
                "INSERT INTO p SELECT i, 'v' FROM generate_series(0, 199) i");
        incremental();
        database.execute("UPDATE p SET v = 'w' WHERE id = 150");

        BackupReport report = incremental();

        assertThat(report.increment().orElseThrow().unchanged())
                .containsExactlyInAnyOrder(QUIET, BUSY, new TableName("public", "p1"));
        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
        database.execute(
                "CREATE TABLE q (id int, v text) PARTITION BY RANGE (id)",
                "ALTER TABLE p DETACH PARTITION p1",
                "ALTER TABLE q ATTACH PARTITION p1 FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (200) TO (300)",
                "UPDATE p SET id = 200 WHERE id = 199");

        BackupReport moved = incremental();

        assertThat(moved.increment().orElseThrow().unchanged())
                .containsExactlyInAnyOrder(QUIET, BUSY, new TableName("public", "p1"));
        assertThat(rowsOf(moved)).isEqualTo(rowsOf(full()));
    }

    @Test
    void anotherDatabaseIsNoBase() throws IOException {
        BackupReport base = incremental();
        try (TestDatabase copy = database.server().createDatabase("TEMPLATE " + database.name())) {
            BackupReport report = plan(copy)
                    .base(Backup.open(base.directory()), Format.CSV.strategy())
                    .build()
                    .run();

            assertThat(report.increment().orElseThrow().notes())
                    .containsExactly("every table was read: it is of another database");
            assertThat(report.increment().orElseThrow().unchanged()).isEmpty();
        }
    }

    @Test
    void aDatabaseThatWasDroppedAndMadeAgainUnderItsNameIsNoBase() throws IOException {
        BackupReport base = incremental();
        try (TestDatabase copy = database.server().createDatabase("TEMPLATE " + database.name())) {
            copy.execute("UPDATE quiet SET name = 'elsewhere' WHERE id = 7");
            database.server().administer("DROP DATABASE " + database.name());
            database.server().administer("CREATE DATABASE " + database.name() + " TEMPLATE " + copy.name());
        }

        BackupReport report = plan().base(Backup.open(base.directory()), Format.CSV.strategy())
                .build()
                .run();

        assertThat(report.increment().orElseThrow().notes())
                .containsExactly("every table was read: it is of another database");
        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
    }

    /** A copy keeps the files' numbers, and the OID can be given: what tells the rows apart is who wrote them. */
    @Test
    @SinceServer(value = 15, feature = "CREATE DATABASE … OID")
    void aDatabaseThatWasMadeAgainUnderItsNameAndOidIsTakenForWhatItHolds() throws IOException {
        BackupReport base = incremental();
        String oid = database.query("SELECT oid FROM pg_database WHERE datname = current_database()");
        try (TestDatabase copy = database.server().createDatabase("TEMPLATE " + database.name())) {
            copy.execute("UPDATE quiet SET name = 'elsewhere' WHERE id = 7");
            database.server().administer("DROP DATABASE " + database.name());
            database.server()
                    .administer("CREATE DATABASE " + database.name() + " TEMPLATE " + copy.name() + " OID " + oid);
        }

        BackupReport report = plan().base(Backup.open(base.directory()), Format.CSV.strategy())
                .build()
                .run();

        assertThat(report.increment().orElseThrow().unchanged()).containsExactly(BUSY);
        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
    }

    @Test
    @SinceServer(value = 18, feature = "virtual generated columns")
    void anotherExpressionOfAVirtualColumnChangesNoRowThatIsKept() throws IOException {
        database.execute(
                "CREATE TABLE v (id int, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL)", "INSERT INTO v VALUES (1)");
        incremental();
        database.execute("ALTER TABLE v ALTER twice SET EXPRESSION AS (id * 3)");

        BackupReport report = incremental();

        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
        try (TestDatabase target = database.server().createDatabase()) {
            assertThat(RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(Format.CSV.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .build()
                            .run()
                            .rows())
                    .isEqualTo(511);
            assertThat(target.query("SELECT twice FROM v")).isEqualTo("3");
        }
    }

    @Test
    void afterARestartAndAfterACrashEverythingIsReadOnce() throws Exception {
        try (TestServer server = TestServer.builder().start();
                TestDatabase crashing = server.createDatabase()) {
            crashing.execute("CREATE TABLE quiet (id int)", "INSERT INTO quiet VALUES (1)");
            assertThat(plan(crashing)
                            .incremental(Format.CSV.strategy())
                            .build()
                            .run()
                            .directory())
                    .exists();
            server.restart();
            BackupReport restarted =
                    plan(crashing).incremental(Format.CSV.strategy()).build().run();
            crash(crashing);

            BackupReport after =
                    plan(crashing).incremental(Format.CSV.strategy()).build().run();
            BackupReport later =
                    plan(crashing).incremental(Format.CSV.strategy()).build().run();

            assertThat(restarted.increment().orElseThrow().notes())
                    .containsExactly(
                            "every table was read: the server was started since, and whether it went on from the"
                                    + " same state cannot be told");
            assertThat(after.increment().orElseThrow().notes())
                    .containsExactly("every table was read: the server crashed since, or its statistics were reset");
            assertThat(later.increment().orElseThrow().unchanged()).containsExactly(QUIET);
        }
    }

    /** Kills one of the server's processes, at which it recovers, and waits until it takes connections again. */
    private static void crash(TestDatabase database) throws Exception {
        long process =
                Long.parseLong(database.query("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"));
        assertThat(ProcessHandle.of(process).orElseThrow().destroyForcibly()).isTrue();
        for (int attempt = 0; ; attempt++) {
            try (Connection connection = database.connect()) {
                assertThat(connection.isValid(5)).isTrue();
                // The dying server may still have taken this one.
                if (!String.valueOf(process)
                        .equals(database.query("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"))) {
                    return;
                }
            } catch (SQLException | IllegalStateException e) {
                assertThat(attempt).as("never came back: %s", e.getMessage()).isLessThan(300);
            }
            Thread.sleep(100);
        }
    }

    @Test
    void formatsAndCompressionMayChange() throws IOException {
        BackupReport base = plan().export(Format.JSON.exporter())
                .incremental(Format.JSON.strategy())
                .build()
                .run();

        BackupReport report = plan().export(Format.CSV.exporter())
                .base(Backup.open(base.directory()), Format.CSV.strategy(), Format.JSON.strategy())
                .build()
                .run();

        assertThat(report.increment().orElseThrow().unchanged()).containsExactlyInAnyOrder(QUIET, BUSY);
        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
    }

    @Test
    void anArchiveIsABase() throws IOException {
        Path archive = Backup.open(incremental().directory()).archiveTo(folder.resolve("a.tar.gz"));

        BackupReport report =
                plan().base(Backup.open(archive), Format.CSV.strategy()).build().run();

        assertThat(report.increment().orElseThrow().unchanged()).containsExactlyInAnyOrder(QUIET, BUSY);
        assertThat(rowsOf(report)).isEqualTo(rowsOf(full()));
    }

    @Test
    @DisplayName("F50 a backup whose base was pruned, lost or damaged restores whole, since it holds every row itself")
    void f50RestoresWithoutItsBase() throws IOException {
        BackupReport base = incremental();
        database.execute("UPDATE busy SET note = 'z'");
        BackupReport middle = incremental();
        BackupReport last = incremental();
        Path csv = last.directory().resolve("csv_exports/quiet.csv");
        assertThat(Files.isSameFile(csv, base.directory().resolve("csv_exports/quiet.csv")))
                .isTrue();
        assertThat((Integer) Files.getAttribute(csv, "unix:nlink")).isEqualTo(3);

        assertThat(RetentionPolicy.builder().keepLast(1).build().prune(folder).removed())
                .extracting(decision -> decision.directory())
                .containsExactly(base.directory(), middle.directory());

        assertThat((Integer) Files.getAttribute(csv, "unix:nlink")).isEqualTo(1);
        assertThat(rowsOf(last)).isEqualTo(rowsOf(full()));
        Backup copy = Backup.open(last.directory()).copyTo(folder.resolve("elsewhere"));
        for (Format format : List.of(Format.JSON, Format.CSV)) {
            try (TestDatabase target = database.server().createDatabase()) {
                assertThat(RestorePlan.builder()
                                .from(copy)
                                .strategy(format.strategy())
                                .into(PostgresDatabase.of(target.uri()))
                                .build()
                                .run()
                                .rows())
                        .isEqualTo(510);
                assertThat(target.query("SELECT md5(string_agg(q::text, ',' ORDER BY id)) FROM quiet q"))
                        .isEqualTo(database.query("SELECT md5(string_agg(q::text, ',' ORDER BY id)) FROM quiet q"));
            }
        }
    }

    @Test
    void aDamagedBaseFailsWhereItWasChosenAndIsLeftWhereItWasFound() throws IOException {
        BackupReport base = incremental();
        Path file = base.directory().resolve("csv_exports/quiet.csv");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);

        BackupReport found = plan().incremental(Format.CSV.strategy()).build().run();
        assertThat(found.increment().orElseThrow().base()).isEmpty();
        assertThat(found.increment().orElseThrow().notes())
                .containsExactly("every table was read: " + base.directory().getFileName()
                        + " cannot be: the file does not have the SHA-256 that the manifest gives");
        assertThat(rowsOf(found)).isEqualTo(rowsOf(full()));
        BackupPlan chosen = plan().base(Backup.open(base.directory()), Format.CSV.strategy())
                .build();
        assertThatThrownBy(chosen::run)
                .isInstanceOfSatisfying(
                        IntegrityException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM));
    }

    @Test
    void anOrdinaryBackupIsNoBase() {
        BackupReport base = plan().build().run();

        BackupReport report = plan().base(Backup.open(base.directory()), Format.CSV.strategy())
                .build()
                .run();

        assertThat(base.increment()).isEmpty();
        assertThat(report.increment().orElseThrow().notes())
                .containsExactly("every table was read: it was taken without recording what a later one can build on");
    }

    @Test
    void refusesAFormatThatReadsTheDatabaseByItself() {
        BackupPlan.Builder plan =
                plan().export(Format.CSV.exporter(), PgDumpExporter.create()).incremental(Format.CSV.strategy());

        assertThatThrownBy(plan::build)
                .isInstanceOf(PlanException.class)
                .hasMessage("the format pgdump reads the whole database by itself, so its backups cannot be incremental"
                        + "\nHint: leave incremental(…) or base(…) out, or take that format in a plan of its own");
    }

    @Test
    void refusesToReadTheBaseInNoFormat() {
        BackupPlan.Builder plan = plan().incremental();

        assertThatThrownBy(plan::build)
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "the plan builds on an earlier backup, and gives no format to read it in, or one that only a"
                                + " tool reads\nHint: give incremental(…) or base(…) strategies that hand over rows, such as"
                                + " CsvRestoreStrategy.create()");
    }

    @Test
    void whateverHappensTheRowsAreThoseOfAFullBackup() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int t = 0; t < 6; t++) {
            database.execute("CREATE TABLE t" + t + " (id int, v text)", "INSERT INTO t" + t + " VALUES (1, 'a')");
        }
        int taken = 0;
        for (int round = 0; round < 12; round++) {
            for (int change = random.nextInt(4); change > 0; change--) {
                database.execute(change(random, "t" + random.nextInt(6)));
            }
            BackupReport report = incremental();
            taken += report.increment().orElseThrow().unchanged().size();
            assertThat(rowsOf(report)).as("seed %d round %d", seed, round).isEqualTo(rowsOf(full()));
        }
        assertThat(taken).as("seed %d", seed).isPositive();
    }

    private static String change(Random random, String table) {
        return switch (random.nextInt(8)) {
            case 0 -> "INSERT INTO " + table + " VALUES (" + random.nextInt(9) + ", 'b')";
            case 1 -> "UPDATE " + table + " SET v = v || 'c'";
            case 2 -> "DELETE FROM " + table + " WHERE id > " + random.nextInt(9);
            case 3 -> "VACUUM " + table;
            case 4 -> "VACUUM FULL " + table;
            case 5 -> "TRUNCATE " + table;
            case 6 -> "VACUUM FREEZE " + table;
            default ->
                "ALTER TABLE " + table + " ADD COLUMN c" + random.nextInt(1 << 30) + " int DEFAULT "
                        + random.nextInt(9);
        };
    }

    private BackupReport incremental() {
        return plan().incremental(Format.CSV.strategy(), Format.JSON.strategy())
                .build()
                .run();
    }

    private BackupReport full() {
        return plan().to(folder.resolve("full")).build().run();
    }

    private BackupPlan.Builder plan() {
        return plan(database);
    }

    private BackupPlan.Builder plan(TestDatabase source) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new TableExporter[] {Format.JSON.exporter(), Format.CSV.exporter()})
                .to(folder);
    }

    /** The lines of each table's file, in an order of their own. */
    private static Map<String, List<String>> rowsOf(BackupReport backup) throws IOException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Stream<Path> files = Files.list(backup.directory().resolve("csv_exports"))) {
            for (Path file : files.toList()) {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.sort(null);
                tables.put(String.valueOf(file.getFileName()), lines);
            }
        }
        return tables;
    }
}
