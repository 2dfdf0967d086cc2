package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a client waits for a server, which is what a far one costs. */
class RoundTripsTest {
    /** Of its own: a thousand tables restored in one transaction need a larger lock table. */
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server =
                TestServer.builder().setting("max_locks_per_transaction", "256").start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** What a run waited for, by the phase that it was in. */
    private record Trips(Map<Progress.Phase, Integer> byPhase, long answered) {
        int in(Progress.Phase phase) {
            return byPhase.getOrDefault(phase, 0);
        }

        int all() {
            return byPhase.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private static final class Counter {
        private final Relay relay = new Relay(server.port());
        private final Map<Progress.Phase, Integer> trips = new EnumMap<>(Progress.Phase.class);
        private Progress.Phase phase = Progress.Phase.CATALOGUE;
        private int before;

        String through(TestDatabase database) {
            return relay.through(database.uri());
        }

        void on(Progress progress) {
            if (progress.phase() != phase) {
                tally();
                phase = progress.phase();
            }
        }

        private void tally() {
            int now = relay.roundTrips();
            trips.merge(phase, now - before, Integer::sum);
            before = now;
        }

        Trips end() {
            tally();
            relay.close();
            return new Trips(trips, relay.answered());
        }
    }

    private TestDatabase tables(int count) {
        TestDatabase database = server.createDatabase();
        for (int from = 0; from < count; from += 100) {
            database.execute("DO $$ BEGIN FOR i IN " + from + ".." + (Math.min(count, from + 100) - 1) + " LOOP"
                    + " EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, up int, name text)', i);"
                    + " EXECUTE format('INSERT INTO t%s (name) VALUES (''one''), (''two'')', i);"
                    + " EXECUTE format('CREATE INDEX ON t%s (name)', i);"
                    + " EXECUTE format('ALTER TABLE t%s ADD FOREIGN KEY (up) REFERENCES t%s', i, i);"
                    + " EXECUTE format('CREATE FUNCTION f%s() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END', i);"
                    + " END LOOP; END $$");
        }
        return database;
    }

    private Backup backUp(TestDatabase source, Trips[] trips) {
        Counter counter = new Counter();
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(counter.through(source)))
                .export(new LinesExporter())
                .connections(1)
                .to(folder)
                .name(source.name())
                .listener(counter::on)
                .build()
                .run();
        trips[0] = counter.end();
        return Backup.open(report.directory());
    }

    /** A backup on the newest one that records what this one builds on, if there is one. */
    private Trips backUpWhatChanged(TestDatabase source, int unchanged) {
        Counter counter = new Counter();
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(counter.through(source)))
                .export(new LinesExporter())
                .incremental(LinesExporter.strategy())
                .connections(1)
                .to(folder.resolve(source.name()))
                .listener(counter::on)
                .build()
                .run();
        assertThat(report.increment().orElseThrow().unchanged()).hasSize(unchanged);
        return counter.end();
    }

    private Trips restore(Backup backup) {
        try (TestDatabase target = server.createDatabase()) {
            Counter counter = new Counter();
            RestoreReport report = RestorePlan.builder()
                    .from(backup)
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(counter.through(target)))
                    .listener(counter::on)
                    .build()
                    .run();
            assertThat(report.transactions()).isEqualTo(1);
            return counter.end();
        }
    }

    @Test
    void aThousandTablesCostAsManyAsTen() {
        Trips[] few = new Trips[1];
        Trips[] many = new Trips[1];
        try (TestDatabase ten = tables(10);
                TestDatabase thousand = tables(1_000)) {
            Backup small = backUp(ten, few);
            Backup large = backUp(thousand, many);

            assertThat(many[0].in(Progress.Phase.CATALOGUE)).isEqualTo(few[0].in(Progress.Phase.CATALOGUE));
            assertThat(many[0].in(Progress.Phase.LOCK)).isEqualTo(few[0].in(Progress.Phase.LOCK));
            // Five hundred tables travel in one statement.
            assertThat(many[0].all()).isBetween(few[0].all(), few[0].all() + 4);
            assertThat(few[0].all()).isLessThan(20);

            backUpWhatChanged(ten, 0);
            backUpWhatChanged(thousand, 0);
            Trips tenAgain = backUpWhatChanged(ten, 10);
            // A server that is slow to answer so long a message is asked in between whether it is still there.
            assertThat(backUpWhatChanged(thousand, 1_000).all()).isBetween(tenAgain.all(), tenAgain.all() + 4);
            assertThat(tenAgain.all()).isLessThan(20);

            Trips ofFew = restore(small);
            Trips ofMany = restore(large);
            assertThat(ofMany.in(Progress.Phase.PRE_DATA)).isEqualTo(ofFew.in(Progress.Phase.PRE_DATA));
            assertThat(ofMany.in(Progress.Phase.POST_DATA)).isEqualTo(ofFew.in(Progress.Phase.POST_DATA));
            assertThat(ofMany.in(Progress.Phase.COMMIT)).isEqualTo(ofFew.in(Progress.Phase.COMMIT));
            assertThat(ofMany.all()).isBetween(ofFew.all(), ofFew.all() + 2);
            assertThat(ofFew.all()).isLessThan(25);
        }
    }

    @Test
    void noRowOfATableThatDidNotChangeTravelsAgain() {
        try (TestDatabase source = tables(1)) {
            source.execute("INSERT INTO t0 (name) SELECT repeat(md5(g::text), 4) FROM generate_series(1, 40000) g");

            assertThat(backUpWhatChanged(source, 0).answered()).isGreaterThan(5_000_000);
            assertThat(backUpWhatChanged(source, 1).answered()).isLessThan(200_000);
        }
    }

    @Test
    void onlyATableAboveAMegabyteCostsUpToTwoEach() {
        try (TestDatabase few = tables(10);
                TestDatabase more = tables(10)) {
            for (int i = 0; i < 5; i++) {
                more.execute("INSERT INTO t" + i
                        + " (name) SELECT repeat(md5(g::text), 4) FROM generate_series(1, 12000) g");
            }
            more.execute("VACUUM");
            Trips[] without = new Trips[1];
            Trips[] with = new Trips[1];
            Backup small = backUp(few, without);
            Backup large = backUp(more, with);

            // The last of the small ones may have to travel apart from the others: tables keep their order.
            assertThat(with[0].in(Progress.Phase.ROWS) - without[0].in(Progress.Phase.ROWS))
                    .isBetween(5, 2 * 5 + 2);
            assertThat(restore(large).in(Progress.Phase.ROWS) - restore(small).in(Progress.Phase.ROWS))
                    .isBetween(5, 2 * 5 + 2);
        }
    }
}
