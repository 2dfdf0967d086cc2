package dev.coffer.benchmarks;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.testkit.BackupFixture;
import dev.coffer.backup.testkit.DatabaseState;
import dev.coffer.backup.testkit.DatabaseTemplate;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** (e) warm: putting back one changed row, and a database of its own for each test. */
final class TestkitSection {
    private static final int WARM_UP = 100;
    private static final int RUNS = 51;
    private static final int CLONES = 11;

    private final Lab lab;
    private final Path backup;

    TestkitSection(Lab lab, Path backup) {
        this.lab = lab;
        this.backup = backup;
    }

    /** Of the database that holds the rows of (e). */
    void reset(TestDatabase database) throws Exception {
        AtomicInteger value = new AtomicInteger();
        Comparison.Action change =
                () -> database.execute("UPDATE f07 SET amount = " + value.incrementAndGet() + " WHERE id = 3");
        try (DatabaseState state = DatabaseState.take(PostgresDatabase.of(database.uri()))) {
            Comparison.Action reset = () -> {
                if (state.reset().size() != 1) {
                    throw new IllegalStateException("something else has changed");
                }
            };
            for (int i = 0; i < WARM_UP; i++) {
                change.run();
                reset.run();
            }
            String one = "reset() after one changed row";
            Comparison comparison = new Comparison("Back to the state of (e)" + where(lab.server, false))
                    .add(one, RUNS, change, reset)
                    .add("reset() after nothing changed", RUNS, () -> state.reset())
                    .run();
            lab.page.section("Fixtures", comparison.table(one));
            lab.page.target("(e) reset() after one changed row", comparison.median(one) * 1000, 10, " ms");
        }
    }

    /** On the newest server too, and where it makes its files durable. */
    void clones() throws Exception {
        clones(lab.server, false);
        for (boolean durable : new boolean[] {false, true}) {
            try (TestServer newest = TestServer.builder()
                    .version(TestServer.newest().major())
                    .setting("fsync", durable ? "on" : "off")
                    .start()) {
                clones(newest, durable);
            }
        }
    }

    private void clones(TestServer server, boolean durable) throws Exception {
        try (TestDatabase empty = server.createDatabase();
                DatabaseTemplate template =
                        DatabaseTemplate.make(PostgresDatabase.of(empty.uri()), BackupFixture.of(backup))) {
            Held held = new Held(template);
            held.make();
            held.drop();
            String make = "a clone, connecting included";
            Comparison comparison = new Comparison(
                            "A database for each test, cloned from a template with (e)" + where(server, durable))
                    .add(make, CLONES, held::drop, held::make)
                    .add("dropping it", CLONES, held::makeIfNone, held::drop)
                    .run();
            held.drop();
            lab.page.section("Fixtures", comparison.table(make));
            lab.page.target(
                    "(e) clone of a template" + where(server, durable), comparison.median(make) * 1000, 150, " ms");
        }
    }

    private static String where(TestServer server, boolean durable) {
        return ", PostgreSQL " + server.major() + ", fsync " + (durable ? "on" : "off");
    }

    /** At most one clone at a time. */
    private static final class Held {
        private final DatabaseTemplate template;
        private Optional<DatabaseTemplate.Clone> clone = Optional.empty();

        Held(DatabaseTemplate template) {
            this.template = template;
        }

        void make() {
            clone = Optional.of(template.newClone());
        }

        void makeIfNone() {
            if (clone.isEmpty()) {
                make();
            }
        }

        void drop() {
            clone.ifPresent(DatabaseTemplate.Clone::close);
            clone = Optional.empty();
        }
    }
}
