package dev.coffer.backup.pgdump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ConflictException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.FormatException;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnServerOfTools
@EnabledIfClientTools({"pg_dump", "pg_restore", "psql"})
class PgRestoreTest {
    private static final String RELATIONS =
            "SELECT coalesce(string_agg(relname, ',' ORDER BY relname), '') FROM pg_class"
                    + " WHERE relkind IN ('r', 'v', 'S', 'i') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'";

    private final TestServer server = TestServer.ofTools();

    @TempDir
    Path root;

    @Test
    void restoresEverything() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Set<TableName> begun = ConcurrentHashMap.newKeySet();
            RestoreReport report = RestorePlan.builder()
                    .from(backup(source, PgDumpExporter.create()))
                    .strategy(PgRestoreStrategy.create())
                    .into(PostgresDatabase.of(target.uri()))
                    .listener(progress -> {
                        if (progress.phase() == Progress.Phase.ROWS && progress.table() != null) {
                            begun.add(progress.table());
                        }
                    })
                    .build()
                    .run()
                    .requireComplete();
            PgDumpBackupTest.assertSame(source, target);
            assertThat(report.rows()).isEqualTo(2504);
            assertThat(report.transactions()).isEqualTo(1);
            assertThat(begun)
                    .contains(new TableName("public", "z_parent"), new TableName("odd names", "a \"quoted\" Table"));
        }
    }

    @Test
    void restoresIntoANewDatabase() {
        try (TestDatabase source = Database.create(server)) {
            String name = source.name() + "_new";
            RestoreReport report = RestorePlan.builder()
                    .from(backup(source, PgDumpExporter.create()))
                    .strategy(PgRestoreStrategy.create())
                    .intoNewDatabase(PostgresDatabase.of(source.uri()), name)
                    .build()
                    .run();
            try {
                assertThat(report.requireComplete().rows()).isEqualTo(2504);
            } finally {
                server.administer("DROP DATABASE \"" + name + "\"");
            }
        }
    }

    @Test
    void restoresTheSchemaAloneAndThenTheRowsAlone() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = backup(source, PgDumpExporter.create());
            RestoreReport schema = restore(backup, target, PgRestoreStrategy.create(), Scope.SCHEMA_ONLY);
            assertThat(schema.completeness()).hasToString("COMPLETE");
            assertThat(target.query("SELECT count(*) FROM z_parent")).isEqualTo("0");
            assertThat(target.query("SELECT nextval('z_parent_id_seq')")).isEqualTo("1");
            RestoreReport rows = restore(backup, target, PgRestoreStrategy.create(), Scope.DATA_ONLY);
            assertThat(rows.requireComplete().rows()).isEqualTo(2504);
            PgDumpBackupTest.assertSame(source, target);
            assertThatThrownBy(() -> restore(backup, target, PgRestoreStrategy.create(), Scope.DATA_ONLY))
                    .isInstanceOf(ConflictException.class)
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        }
    }

    @Test
    void restoresOneTableWithWhatBelongsToIt() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            source.execute("CREATE INDEX z_name ON z_parent (lower(name))");
            RestoreReport report = restore(
                    backup(source, PgDumpExporter.create()),
                    target,
                    PgRestoreStrategy.builder()
                            .tables(TableSelection.include("z_parent"))
                            .build(),
                    Scope.EVERYTHING);
            assertThat(target.query(RELATIONS)).isEqualTo("z_name,z_parent,z_parent_id_seq,z_parent_pkey");
            assertThat(target.query("SELECT count(*) FROM z_parent")).isEqualTo("500");
            assertThat(target.query("SELECT nextval('z_parent_id_seq')")).isEqualTo("501");
            assertThat(report.tables())
                    .containsExactly(new RestoreReport.Table(new TableName("public", "z_parent"), 500));
            assertThat(report.skips())
                    .contains(new Skip("table public.a_child", "it is not among the tables that were chosen"));
        }
    }

    @Test
    void restoresAChildWithoutTheKeyToAParentThatIsNotChosen() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            RestoreReport report = restore(
                    backup(source, PgDumpExporter.create()),
                    target,
                    PgRestoreStrategy.builder()
                            .tables(TableSelection.include("public.a_*"))
                            .build(),
                    Scope.EVERYTHING);
            assertThat(target.query(RELATIONS)).isEqualTo("a_child,a_child_pkey");
            assertThat(report.tables()).hasSize(1);
        }
    }

    @Test
    void namesAForeignKeyToATableThatTheDumpDoesNotHold() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(PgDumpExporter.create())
                    .tables(TableSelection.all().exclude("public.z_parent"))
                    .to(root)
                    .build()
                    .run()
                    .directory());
            RestoreReport report = restore(backup, target, PgRestoreStrategy.create(), Scope.EVERYTHING);
            assertThat(report.skips())
                    .containsExactly(new Skip(
                            "fk constraint public.a_child a_child_parent_fkey",
                            "it refers to public.z_parent, which the dump does not hold"));
            assertThat(target.query("SELECT count(*) FROM a_child")).isEqualTo("2000");
        }
    }

    @Test
    void restoresWithSeveralJobsFromEitherLayout() {
        for (DumpLayout layout : List.of(DumpLayout.CUSTOM, DumpLayout.DIRECTORY)) {
            try (TestDatabase source = Database.create(server);
                    TestDatabase target = server.createDatabase()) {
                RestoreReport report = restore(
                        backup(source, PgDumpExporter.builder().layout(layout).build()),
                        target,
                        PgRestoreStrategy.builder().jobs(2).build(),
                        Scope.EVERYTHING);
                assertThat(report.requireComplete().transactions()).isGreaterThan(1);
                PgDumpBackupTest.assertSame(source, target);
            }
        }
    }

    @Test
    void leavesNothingWhenItFails() {
        String role = "gone_" + System.nanoTime();
        try (TestDatabase target = server.createDatabase()) {
            Backup backup = ofAbsentOwner(role);
            BackupException failed = catchThrowableOfType(
                    BackupException.class,
                    () -> restore(
                            backup, target, PgRestoreStrategy.builder().owners().build(), Scope.EVERYTHING));
            assertThat(failed)
                    .hasMessageStartingWith("pg_restore ended with status 1: could not execute query: role \"" + role
                            + "\" does not exist");
            assertThat(target.query(RELATIONS)).isEmpty();
        }
    }

    @Test
    void namesWhatFailedWhenItGoesOn() {
        String role = "gone_" + System.nanoTime();
        try (TestDatabase target = server.createDatabase()) {
            RestoreReport report = restore(
                    ofAbsentOwner(role),
                    target,
                    PgRestoreStrategy.builder().owners().collectErrors().build(),
                    Scope.EVERYTHING);
            assertThat(report.completeness()).hasToString("COMPLETE_WITH_SKIPS");
            assertThat(report.skips())
                    .contains(new Skip(
                            "table public.audit_log", "could not execute query: role \"" + role + "\" does not exist"));
        }
    }

    @Test
    @DisplayName("P16 what was closed to the public stays closed although grants are not restored")
    void keepsRoutinesClosed() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            source.execute(
                    "CREATE FUNCTION secret() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
                    "REVOKE ALL ON FUNCTION secret() FROM PUBLIC");
            restore(backup(source, PgDumpExporter.create()), target, PgRestoreStrategy.create(), Scope.EVERYTHING);
            assertThat(target.query("SELECT has_function_privilege('public', 'secret()', 'EXECUTE')"))
                    .isEqualTo("f");
        }
    }

    @Test
    @DisplayName("F31 a dump that is not trusted is not loaded, since pg_restore runs what stands in it")
    void f31LoadsNoDumpThatIsNotTrusted() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = Database.create(server)) {
            Backup backup = backup(source, PgDumpExporter.create());
            target.execute("DELETE FROM audit_log");

            assertThatThrownBy(() -> plan(backup, target, PgRestoreStrategy.create())
                            .untrusted()
                            .build()
                            .run())
                    .isInstanceOf(BackupException.class)
                    .hasMessage("pgdump runs what stands in its file, so an untrusted one cannot be loaded\n"
                            + "Hint: restore from JSON or CSV");
            assertThat(target.query("SELECT count(*) FROM audit_log")).isEqualTo("0");
        }
    }

    @Test
    void refusesATargetThatHoldsAnObjectOfTheBackup() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            target.execute("CREATE TABLE audit_log (id int)", "INSERT INTO audit_log VALUES (7)");
            assertThatThrownBy(() -> restore(
                            backup(source, PgDumpExporter.create()),
                            target,
                            PgRestoreStrategy.create(),
                            Scope.EVERYTHING))
                    .isInstanceOf(ConflictException.class);
            assertThat(target.query(RELATIONS)).isEqualTo("audit_log");
        }
    }

    @Test
    void dropsAndCreatesWhatIsThereOnRequest() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = Database.create(server)) {
            Backup backup = backup(source, PgDumpExporter.create());
            target.execute("INSERT INTO audit_log VALUES (99, 'mine')", "CREATE TABLE other (id int)");
            RestoreReport report = plan(backup, target, PgRestoreStrategy.create())
                    .existing(Existing.CLEAN)
                    .build()
                    .run();
            assertThat(report.requireComplete().rows()).isEqualTo(2504);
            PgDumpBackupTest.assertSame(source, target);
            assertThat(target.query("SELECT count(*) FROM other")).isEqualTo("0");
            assertThat(plan(backup, target, PgRestoreStrategy.create())
                            .scope(Scope.SCHEMA_ONLY)
                            .existing(Existing.CLEAN)
                            .build()
                            .run()
                            .completeness())
                    .hasToString("COMPLETE");
            assertThat(target.query("SELECT count(*) FROM z_parent")).isEqualTo("0");
        }
    }

    @Test
    @DisplayName("P10 what points in from outside the plan is never dropped along")
    void p10RefusesToDropWhatOthersNeed() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = Database.create(server)) {
            Backup backup = backup(source, PgDumpExporter.create());
            target.execute("CREATE VIEW outside AS SELECT * FROM audit_log");
            assertThatThrownBy(() -> plan(backup, target, PgRestoreStrategy.create())
                            .existing(Existing.CLEAN)
                            .build()
                            .run())
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("outside");
            PgDumpBackupTest.assertSame(source, target);
            assertThat(target.query("SELECT count(*) FROM outside")).isEqualTo("1");
        }
    }

    @Test
    @DisplayName("P9 rows alone stop triggers for as long as they come, and leave each in its state")
    void p9RowsAloneStopTriggers() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = backup(source, PgDumpExporter.create());
            restore(backup, target, PgRestoreStrategy.create(), Scope.SCHEMA_ONLY);
            Triggers.spoil(target);
            RestoreReport rows = restore(backup, target, PgRestoreStrategy.create(), Scope.DATA_ONLY);
            assertThat(rows.requireComplete().rows()).isEqualTo(2504);
            PgDumpBackupTest.assertSame(source, target);
            assertThat(Triggers.states(target)).isEqualTo(Triggers.STATES);
            assertThatThrownBy(() -> restore(
                            backup,
                            target,
                            PgRestoreStrategy.builder().collectErrors().build(),
                            Scope.DATA_ONLY))
                    .isInstanceOf(ConflictException.class);
        }
    }

    @Test
    @DisplayName("P9 rows alone come into tables whose foreign keys lead in a circle")
    void p9CircleOfForeignKeys() {
        try (TestDatabase source = server.createDatabase();
                TestDatabase target = server.createDatabase()) {
            source.execute(
                    "CREATE TABLE a (id int PRIMARY KEY, b int)",
                    "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a)",
                    "INSERT INTO a VALUES (1, 1), (2, 2)",
                    "INSERT INTO b VALUES (1, 2), (2, 1)",
                    "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b");
            Backup backup = backup(source, PgDumpExporter.create());
            restore(backup, target, PgRestoreStrategy.create(), Scope.SCHEMA_ONLY);
            assertThat(restore(backup, target, PgRestoreStrategy.create(), Scope.DATA_ONLY)
                            .requireComplete()
                            .rows())
                    .isEqualTo(4);
            assertThat(target.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable"))
                    .isEqualTo("0");
        }
    }

    @Test
    @DisplayName("P8 rows that are added move sequences only forward")
    void p8AppendsRows() {
        try (TestDatabase source = server.createDatabase();
                TestDatabase target = server.createDatabase()) {
            source.execute(
                    "CREATE TABLE t (id serial, what text)",
                    "INSERT INTO t (what) SELECT 'backed up' FROM generate_series(1, 5)");
            target.execute("CREATE TABLE t (id serial, what text)", "SELECT setval('t_id_seq', 100)");
            Backup backup = backup(source, PgDumpExporter.create());
            target.execute("INSERT INTO t (what) VALUES ('mine')");
            RestoreReport report = plan(backup, target, PgRestoreStrategy.create())
                    .scope(Scope.DATA_ONLY)
                    .existing(Existing.APPEND)
                    .build()
                    .run();
            assertThat(report.requireComplete().rows()).isEqualTo(5);
            assertThat(target.query("SELECT count(*) FROM t")).isEqualTo("6");
            assertThat(target.query("SELECT nextval('t_id_seq')")).isEqualTo("102");
            assertThatThrownBy(() -> plan(
                                    backup,
                                    target,
                                    PgRestoreStrategy.builder().jobs(2).build())
                            .scope(Scope.DATA_ONLY)
                            .existing(Existing.APPEND)
                            .build()
                            .run())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "triggers, foreign keys or sequences of the target need statements in the transaction of the"
                                    + " rows, and the restore is not one transaction\nHint: leave out jobs(n) and collectErrors(),"
                                    + " or restore from JSON or CSV");
        }
    }

    @Test
    void refusesWhatPgRestoreCannotDoWithWhatExists() {
        try (TestDatabase source = Database.create(server)) {
            RestorePlan.Builder plan =
                    plan(backup(source, PgDumpExporter.create()), source, PgRestoreStrategy.create());
            assertThatThrownBy(() -> plan.existing(Existing.UPSERT).build())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "pg_restore cannot restore EVERYTHING with UPSERT\nHint: choose existing(Existing.REFUSE) or"
                                    + " existing(Existing.CLEAN), or restore from JSON or CSV");
            assertThatThrownBy(() -> plan.scope(Scope.DATA_ONLY)
                            .existing(Existing.TRUNCATE)
                            .build())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "pg_restore cannot restore DATA_ONLY with TRUNCATE\nHint: choose existing(Existing.REFUSE) or"
                                    + " existing(Existing.APPEND), or restore from JSON or CSV");
        }
    }

    @Test
    void saysWhereTheToolHasOptionsOfItsOwn() {
        try (TestDatabase source = Database.create(server)) {
            Backup backup = backup(source, PgDumpExporter.create());
            assertThatThrownBy(() -> plan(backup, source, PgRestoreStrategy.create())
                            .owners()
                            .build())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "a strategy of the plan restores through a program, which gives owners, grants and settings of"
                                    + " databases by options of its own\nHint: call PgRestoreStrategy.builder().owners() and"
                                    + " privileges(), or restore with JsonRestoreStrategy or CsvRestoreStrategy");
            assertThatThrownBy(() -> plan(backup, source, PgRestoreStrategy.create())
                            .tables(TableSelection.include("public.*"))
                            .build())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "a strategy of the plan restores through a program, which cannot choose tables\nHint: restore"
                                    + " chosen tables with JsonRestoreStrategy or CsvRestoreStrategy, or name them to the strategy"
                                    + " itself: PgRestoreStrategy.builder().tables(…)");
        }
    }

    @Test
    void restoresTheSectionsThatAreChosen() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = backup(source, PgDumpExporter.create());
            PgRestoreStrategy strategy = PgRestoreStrategy.builder()
                    .sections(DumpSection.PRE_DATA, DumpSection.DATA)
                    .build();
            RestoreReport report = restore(backup, target, strategy, Scope.EVERYTHING);
            PgDumpBackupTest.assertSame(source, target);
            assertThat(target.query("SELECT count(*) FROM pg_constraint WHERE contype IN ('p', 'f')"
                            + " AND connamespace::regnamespace::text IN ('public', '\"odd names\"')"))
                    .isEqualTo("0");
            assertThat(report.skips()).hasSize(1);
            assertThat(report.skips().get(0).toString()).contains("entries of the section post-data");
            assertThatThrownBy(() -> plan(backup, target, strategy)
                            .scope(Scope.SCHEMA_ONLY)
                            .build())
                    .hasMessage("the sections [PRE_DATA, DATA] do not make SCHEMA_ONLY\n"
                            + "Hint: call scope(Scope.EVERYTHING), or leave out sections(…)");
            assertThatThrownBy(() -> PgRestoreStrategy.builder()
                            .sections(DumpSection.POST_DATA)
                            .build())
                    .hasMessage(
                            "the section POST_DATA belongs to the tables of PRE_DATA\nHint: add DumpSection.PRE_DATA, or"
                                    + " run: pg_restore --section=post-data -d target complete_backup.dump");
        }
    }

    @Test
    void restoresADumpThatLiesAlone() throws Exception {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path dump = root.resolve("mine.dump");
            ClientTools.run(
                            ClientTools.require("pg_dump"),
                            "--format=custom",
                            "--file=" + dump,
                            "--dbname=" + source.uri())
                    .requireSuccess();
            RestorePlan.Builder plan = RestorePlan.builder()
                    .from(dump)
                    .strategy(PgRestoreStrategy.create())
                    .into(PostgresDatabase.of(target.uri()));
            RestoreReport report = plan.build().run().requireComplete();
            assertThat(report.proof()).isEqualTo("the dump was read to its end by pg_restore");
            PgDumpBackupTest.assertSame(source, target);
            assertThatThrownBy(() -> plan.build().run())
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("already exists");
            PgDumpBackupTest.assertSame(source, target);
            assertThatThrownBy(() -> plan.scope(Scope.DATA_ONLY).build().run())
                    .isInstanceOf(PlanException.class)
                    .hasMessage("of a dump that lies alone it is not known which tables must be empty for its rows\n"
                            + "Hint: restore everything, or the rows alone from the backup that the dump belongs to");
            byte[] whole = Files.readAllBytes(dump);
            for (int length : new int[] {20, whole.length / 2, whole.length - 1}) {
                Files.write(dump, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> plan.scope(Scope.EVERYTHING).build().run())
                        .as("cut after %d of %d bytes", length, whole.length)
                        .isInstanceOf(FormatException.class)
                        .hasMessageStartingWith("the dump ")
                        .hasMessageEndingWith("(file mine.dump)\nHint: fetch it again, or use another dump");
            }
        }
    }

    @Test
    void saysWhatRestoresPlainSql() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Backup backup = backup(
                    source, PgDumpExporter.builder().layout(DumpLayout.PLAIN).build());
            assertThatThrownBy(() -> restore(backup, target, PgRestoreStrategy.create(), Scope.EVERYTHING))
                    .hasMessage("the dump is plain SQL, which pg_restore cannot read (file complete_backup.sql)\n"
                            + "Hint: psql -X -v ON_ERROR_STOP=1 -1 -d new_db -f complete_backup.sql");
        }
    }

    @Test
    void refusesAtomicWithJobsOrWithCollectingErrors() {
        assertThatThrownBy(() ->
                        PgRestoreStrategy.builder().singleTransaction().jobs(2).build())
                .isInstanceOf(PlanException.class)
                .hasMessage("one transaction is one connection, and several jobs are several\n"
                        + "Hint: leave out jobs(n) or singleTransaction()");
        assertThatThrownBy(() -> PgRestoreStrategy.builder()
                        .singleTransaction()
                        .collectErrors()
                        .build())
                .isInstanceOf(PlanException.class)
                .hasMessage("one transaction ends at its first error, so that there are none to collect\n"
                        + "Hint: leave out collectErrors() or singleTransaction()");
    }

    @Test
    void needsToKnowWhereADataSourceLeads() {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            RestorePlan.Builder plan = RestorePlan.builder()
                    .from(backup(source, PgDumpExporter.create()))
                    .into(PostgresDatabase.of(target.dataSource()));
            assertThatThrownBy(() -> plan.strategy(PgRestoreStrategy.create()).build())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "pg_restore connects on its own, and the plan's target is a data source that does not say where\n"
                                    + "Hint: add PgRestoreStrategy.builder().connection(url) with the URL of the same database");
            assertThat(plan.strategy(PgRestoreStrategy.builder()
                                    .connection(target.uri())
                                    .build())
                            .build()
                            .run()
                            .rows())
                    .isEqualTo(2504);
        }
    }

    private Backup ofAbsentOwner(String role) {
        server.administer("CREATE ROLE " + role);
        try (TestDatabase source = Database.create(server)) {
            source.execute("ALTER TABLE audit_log OWNER TO " + role);
            return backup(source, PgDumpExporter.create());
        } finally {
            server.administer("DROP ROLE " + role);
        }
    }

    private Backup backup(TestDatabase source, PgDumpExporter exporter) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(exporter)
                .to(root)
                .build()
                .run()
                .directory());
    }

    private static RestorePlan.Builder plan(Backup backup, TestDatabase target, PgRestoreStrategy strategy) {
        return RestorePlan.builder().from(backup).strategy(strategy).into(PostgresDatabase.of(target.uri()));
    }

    private static RestoreReport restore(Backup backup, TestDatabase target, PgRestoreStrategy strategy, Scope scope) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(strategy)
                .into(PostgresDatabase.of(target.uri()))
                .scope(scope)
                .build()
                .run();
    }
}
