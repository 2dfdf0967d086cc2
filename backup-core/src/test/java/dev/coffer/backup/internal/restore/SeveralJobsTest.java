package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several transactions on several connections. */
class SeveralJobsTest {
    private static final int LARGE = 12_000;
    private static final int SMALL = 30;
    static final int ROWS = 3 * LARGE + SMALL;
    private static final String FILLER = "x".repeat(100);

    @TempDir
    private Path folder;

    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    /** Three tables that are worth a job of their own, and many that are not. */
    static HandMade shop() {
        HandMade shop = new HandMade();
        for (int i = 0; i < SMALL; i++) {
            shop.table("small" + i, "id integer", "1");
        }
        for (int i = 0; i < 3; i++) {
            String name = "large" + i;
            shop.table(
                    name,
                    "id integer, name text",
                    IntStream.range(0, LARGE)
                            .mapToObj(row -> row + "\t" + FILLER)
                            .toArray(String[]::new));
        }
        for (int i = 0; i < 3; i++) {
            String name = "large" + i;
            shop.post("primary key", name + "_pkey", name, "ALTER TABLE public." + name + " ADD PRIMARY KEY (id)")
                    .post("index", "public.x" + i, name, "CREATE INDEX x" + i + " ON public." + name + " (name)")
                    .post("index", "public.y" + i, name, "CREATE INDEX y" + i + " ON public." + name + " (id, name)");
        }
        for (int i = 1; i < 3; i++) {
            String name = "large" + i;
            shop.entry(
                    "foreign key",
                    "public",
                    name + "_fkey",
                    Section.POST_DATA,
                    List.of("ALTER TABLE public." + name + " ADD FOREIGN KEY (id) REFERENCES public.large" + (i - 1)),
                    new TableName("public", name),
                    null,
                    "primary key large" + (i - 1) + "_pkey");
        }
        return shop.pre("sequence", "numbers", "CREATE SEQUENCE public.numbers").sequence("numbers", 41, true);
    }

    private void leavesNothing() {
        assertThat(target.query("SELECT string_agg(relname, ',') FROM pg_class"
                        + " WHERE relnamespace = 'public'::regnamespace"))
                .isNull();
    }

    @Test
    void restoresWithSeveralTransactions() {
        RestoreReport report = Restoring.of(shop(), target).jobs(3).run();

        assertThat(report.rows()).isEqualTo(ROWS);
        assertThat(report.transactions()).isGreaterThan(5);
        assertThat(report.skips()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(target.query("SELECT count(*) FROM pg_constraint WHERE contype IN ('p', 'f') AND conrelid >= 16384"))
                .isEqualTo("5");
        assertThat(target.query("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"))
                .isEqualTo("9");
        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("42");
    }

    @Test
    void bringsBackTheSameAsOneJob() throws IOException {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase one = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE parent (id int PRIMARY KEY, name text NOT NULL, UNIQUE (name, id))",
                    "INSERT INTO parent SELECT g, repeat('n', 120) FROM generate_series(1, 12000) g",
                    "CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent, note text) ",
                    "INSERT INTO child SELECT g, g, repeat('n', 120) FROM generate_series(1, 12000) g",
                    "CREATE INDEX ON child (note)",
                    "CREATE INDEX ON child (parent)",
                    "CLUSTER child USING child_pkey",
                    "CREATE TABLE log (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
                    "CREATE TABLE log1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')",
                    "CREATE TABLE log2 PARTITION OF log FOR VALUES FROM ('2026-07-01') TO ('2027-01-01')",
                    "ALTER TABLE log ADD FOREIGN KEY (id) REFERENCES parent",
                    "CREATE INDEX ON log (day)",
                    "INSERT INTO log SELECT 1 + g % 9000, date '2026-01-01' + g / 200 FROM generate_series(1, 60000) g",
                    "CREATE MATERIALIZED VIEW counted AS SELECT parent, count(*) FROM child GROUP BY 1",
                    "CREATE UNIQUE INDEX ON counted (parent)",
                    "CREATE VIEW grouped AS SELECT p.*, count(c.id) FROM parent p JOIN child c ON p.id = c.parent GROUP BY p.id",
                    "CREATE TABLE empty ()",
                    // Large enough for connections that have nothing else to do to help with it.
                    "CREATE TABLE large (id int PRIMARY KEY, note text)",
                    "INSERT INTO large SELECT g, repeat('n', 1000) || g FROM generate_series(1, 6000) g",
                    "CREATE STATISTICS both_columns ON id, note FROM large",
                    "SELECT lo_from_bytea(4711, 'large')");
            Backup backup = Backup.open(backUp(source, "source").directory());
            RestorePlan.Builder plan = RestorePlan.builder().from(backup).strategy(LinesExporter.strategy());

            RestoreReport several =
                    plan.into(PostgresDatabase.of(target.uri())).jobs(4).build().run();
            RestoreReport single =
                    plan.into(PostgresDatabase.of(one.uri())).jobs(1).build().run();

            assertThat(several.tables()).isEqualTo(single.tables());
            assertThat(several.entries()).isEqualTo(single.entries());
            assertThat(several.warnings()).isEmpty();
            String statistics =
                    "SELECT count(*) || ' ' || count(DISTINCT s.tablename) || ' ' || (SELECT count(*) FROM pg_statistic_ext_data)"
                            + " FROM pg_stats s WHERE s.schemaname = 'public'";
            assertThat(target.query(statistics)).isEqualTo(one.query(statistics));
            BackupFiles first = BackupFiles.open(backUp(one, "one").directory());
            BackupFiles second = BackupFiles.open(backUp(target, "several").directory());
            assertThat(hashes(second)).isEqualTo(hashes(first));
            assertThat(new String(second.bytes("schema.sql"))).isEqualTo(new String(first.bytes("schema.sql")));
        }
    }

    private BackupReport backUp(TestDatabase from, String name) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(from.uri()))
                .export(new LinesExporter())
                .to(folder)
                .name(name)
                .build()
                .run();
    }

    private static List<String> hashes(BackupFiles backup) {
        return backup.manifest().tables().stream()
                .map(table -> table.name() + " " + table.rows() + " " + hash(table))
                .collect(Collectors.toList());
    }

    private static String hash(Manifest.Table table) {
        return table.contentHash();
    }

    @Test
    void removesWhatItMadeWhenARowIsRefused() {
        target.execute("CREATE SCHEMA mine", "CREATE TABLE mine.kept (id int)");
        String[] rows = IntStream.range(0, LARGE)
                .mapToObj(row -> row == LARGE - 1 ? "x\t" : row + "\t" + FILLER)
                .toArray(String[]::new);
        HandMade backup = shop().table("bad", "id integer, name text", rows);

        BackupException failure = Restoring.of(backup, target).jobs(3).fail();

        assertThat(failure.where().table()).isEqualTo(new TableName("public", "bad"));
        assertThat(failure.problem().what()).doesNotContain("left");
        leavesNothing();
        assertThat(target.query("SELECT count(*) FROM mine.kept")).isEqualTo("0");
    }

    @Test
    void removesWhatItMadeWhenAnIndexIsRefused() {
        HandMade backup = shop().post(
                        "index",
                        "public.unique_name",
                        "large1",
                        "CREATE UNIQUE INDEX unique_name ON public.large1 (name)");

        BackupException failure = Restoring.of(backup, target).jobs(3).fail();

        assertThat(failure.where().object()).isEqualTo("index public.unique_name");
        assertThat(failure.problem().what()).doesNotContain("left");
        leavesNothing();
    }

    @Test
    void namesWhatItCannotRemove() {
        HandMade backup = shop().post("view", "public.last", "large1", "CREATE VIEW public.last AS SELECT nope");

        BackupException failure = Restoring.of(backup, target)
                .jobs(3)
                .listener(progress -> {
                    if (progress.phase() == Progress.Phase.POST_DATA) {
                        target.execute("CREATE SCHEMA outside", "CREATE VIEW outside.v AS SELECT * FROM public.large0");
                    }
                })
                .fail();

        assertThat(failure.where().object()).isEqualTo("view public.last");
        assertThat(failure.problem().what())
                .endsWith("; of what the restore had committed this is left: table public.large0");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRE_DATA", "ROWS", "POST_DATA", "COMMIT"})
    @DisplayName("F06 an interruption ends a restore with several jobs in each phase and leaves nothing")
    void endsWhenInterrupted(Progress.Phase phase) {
        Thread caller = Thread.currentThread();
        Restoring restoring = Restoring.of(shop(), target).jobs(3).listener(progress -> {
            if (progress.phase() == phase && (phase != Progress.Phase.ROWS || progress.rows() > 0)) {
                caller.interrupt();
            }
        });

        assertThrows(CancelledException.class, restoring::run);

        assertThat(Thread.interrupted()).isTrue();
        leavesNothing();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    @DisplayName("F06 an interruption ends an index that takes long on another connection")
    void endsALongIndexWhenInterrupted() throws InterruptedException {
        HandMade backup = shop().pre(
                        "function",
                        "nap(integer)",
                        "CREATE FUNCTION public.nap(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql"
                                + " AS 'BEGIN PERFORM pg_catalog.pg_sleep(600); RETURN 1; END'")
                .post("index", "public.long1", "large1", "CREATE INDEX long1 ON public.large1 (public.nap(id))")
                .post("index", "public.long2", "large2", "CREATE INDEX long2 ON public.large2 (public.nap(id))");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread =
                new Thread(() -> thrown.set(Restoring.of(backup, target).jobs(2).fail()));
        thread.start();
        // One index suffices: where no second connection is to be had, one lane does all. A run that has ended will not
        // sleep.
        while (thread.isAlive()
                && "0"
                        .equals(target.query("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                                + " AND datname = current_database() AND wait_event = 'PgSleep'"))) {
            Thread.sleep(20);
        }

        thread.interrupt();
        thread.join();

        assertThat(thrown.get()).isInstanceOf(CancelledException.class);
        leavesNothing();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROWS", "POST_DATA", "COMMIT"})
    @DisplayName("F04 connections that are cut in any phase leave nothing of a restore with several jobs")
    void leavesNothingWhenConnectionsAreCut(Progress.Phase phase) {
        BackupException failure = Restoring.of(shop(), target)
                .jobs(3)
                .listener(progress -> {
                    if (progress.phase() == phase && (phase != Progress.Phase.ROWS || progress.rows() > LARGE)) {
                        target.query(
                                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                        + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
                    }
                })
                .fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        leavesNothing();
    }

    @Test
    void refusesATargetThatHoldsAnObject() {
        target.execute("CREATE TABLE large0 (id int)");

        BackupException failure = Restoring.of(shop(), target).jobs(3).fail();

        assertThat(failure)
                .hasMessage("the target holds an object of the backup: table public.large0\n"
                        + "Hint: restore into an empty database, or into a new one with intoNewDatabase(server, name)");
        assertThat(target.query("SELECT count(*) FROM large0")).isEqualTo("0");
    }

    @Test
    void refusesTablesThatExist() {
        RestorePlan.Builder plan = RestorePlan.builder()
                .from(folder)
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .scope(Scope.DATA_ONLY)
                .jobs(2);

        assertThat(assertThrows(BackupException.class, plan::build))
                .hasMessage("several jobs are several transactions, which a restore into tables that exist cannot be\n"
                        + "Hint: leave out jobs(n), or restore everything into an empty database");
        assertThat(assertThrows(IllegalArgumentException.class, () -> plan.jobs(0)))
                .hasMessage("jobs must be at least 1: 0");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void oneConnectionDoesWhereAPoolHasNoMore() {
        ConnectionSource into = ConnectionSource.ofDataSource(PoolOfOne.over(target));

        assertThat(new Restoring(shop(), into).jobs(4).run().rows()).isEqualTo(ROWS);
    }
}
