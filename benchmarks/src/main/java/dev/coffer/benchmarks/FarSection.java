package dev.coffer.benchmarks;

import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;
import java.util.Locale;

/** (b) and (c) behind a long way, where the round trip is the limit; connecting included. */
final class FarSection {
    /** Writes one row of a table again. */
    private static final String TOUCH =
            "DO $$ DECLARE t regclass; c text; BEGIN SELECT a.attrelid, a.attname INTO t, c FROM pg_attribute a JOIN pg_class k"
                    + " ON k.oid = a.attrelid WHERE k.relkind = 'r' AND k.reltuples > 0 AND a.attnum = 1 AND"
                    + " k.relnamespace = 'public'::regnamespace ORDER BY k.relname LIMIT 1; EXECUTE format('UPDATE %s SET %I ="
                    + " %I WHERE ctid = (SELECT min(ctid) FROM %s)', t, c, c, t); END $$";

    private final Lab lab;

    FarSection(Lab lab) {
        this.lab = lab;
    }

    void run() throws Exception {
        if (Corpora.folder().isPresent() && Tools.present()) {
            try (TestDatabase pagila = lab.database()) {
                Corpora.load("pagila", pagila);
                pagila.execute("VACUUM ANALYZE");
                measure("(b) pagila", pagila, 20, 1.0, 1.5, true);
            }
        } else {
            lab.page.section("Far", "(b) pagila is left out: it needs `../shared/corpora` and psql.\n");
        }
        try (TestDatabase wide = lab.database()) {
            Data.wideCatalogue(wide, 500);
            measure("(c) 500 tables", wide, 20, 2.5, 5.0, true);
            measure("(c) 500 tables", wide, 100, Double.NaN, Double.NaN, false);
        }
    }

    private void measure(
            String name, TestDatabase source, int millis, double backupLimit, double restoreLimit, boolean tools)
            throws Exception {
        Target target = new Target(lab);
        int runs = Double.isNaN(backupLimit) ? 1 : lab.options.runs();
        try (Far far = new Far(lab.server.port(), millis)) {
            String uri = far.uri(source.uri());
            String kept = "kept" + millis;
            lab.fresh(kept);
            Path backup = Coffer.backup(source.uri(), lab.folder.resolve(kept), 1, Coffer.JSON, Coffer.CSV);
            // Once without a clock: classes are loaded, code is compiled.
            target.renew();
            Coffer.restore(backup, Coffer.FROM_JSON, target.uri(), 1);
            Path[] base = new Path[1];
            far.roundTrips();
            int[] trips = new int[5];
            Comparison all = new Comparison(name + ", " + millis + " ms a round trip")
                    .add("Coffer backup, JSON and CSV", runs, () -> lab.fresh("far"), () -> {
                        Coffer.backup(uri, lab.folder.resolve("far"), 0, Coffer.JSON, Coffer.CSV);
                        trips[0] = far.roundTrips();
                    })
                    .add("Coffer increment, nothing changed", runs, () -> base[0] = base(source), () -> {
                        Coffer.increment(uri, lab.folder.resolve("far"), base[0]);
                        trips[3] = far.roundTrips();
                    })
                    .add(
                            "Coffer increment, one table changed",
                            runs,
                            () -> {
                                base[0] = base(source);
                                source.execute(TOUCH);
                            },
                            () -> {
                                Coffer.increment(uri, lab.folder.resolve("far"), base[0]);
                                trips[4] = far.roundTrips();
                            })
                    .add("Coffer restore from JSON, one transaction", runs, target::renew, () -> {
                        Coffer.restore(backup, Coffer.FROM_JSON, far.uri(target.uri()), 1);
                        trips[1] = far.roundTrips();
                    })
                    .add("Coffer restore from JSON, 4 jobs", runs, target::renew, () -> {
                        Coffer.restore(backup, Coffer.FROM_JSON, far.uri(target.uri()), 4);
                        trips[2] = far.roundTrips();
                    });
            if (tools && Tools.present()) {
                lab.fresh("far.dump");
                Tools.run("pg_dump", "-Fc", "-f", lab.folder.resolve("far.dump").toString(), source.uri());
                all.add(
                                "pg_dump -Fc",
                                1,
                                () -> Tools.run(
                                        "pg_dump",
                                        "-Fc",
                                        "-f",
                                        lab.fresh("far.fc").toString(),
                                        uri))
                        .add(
                                "pg_restore -1",
                                1,
                                target::renew,
                                () -> Tools.run(
                                        "pg_restore",
                                        "-1",
                                        "-d",
                                        far.uri(target.uri()),
                                        lab.folder.resolve("far.dump").toString()));
            }
            all.run();
            lab.page.section(
                    "Far",
                    all.table("Coffer backup, JSON and CSV")
                            + String.format(
                                    Locale.ROOT,
                                    "%nRound trips, all connections together: backup %d, increment %d and %d, restore %d,"
                                            + " with 4 jobs %d.%n",
                                    trips[0],
                                    trips[3],
                                    trips[4],
                                    trips[1],
                                    trips[2]));
            if (Double.isNaN(backupLimit)) {
                lab.page.target(name + ", " + millis + " ms: backup and restore", "work", "work", true);
                return;
            }
            lab.page.target(
                    name + ", " + millis + " ms: backup", all.median("Coffer backup, JSON and CSV"), backupLimit, " s");
            lab.page.target(
                    name + ", " + millis + " ms: restore",
                    all.median("Coffer restore from JSON, one transaction"),
                    restoreLimit,
                    " s");
        } finally {
            target.close();
        }
    }

    /** Taken near, after whatever was changed before. */
    private Path base(TestDatabase source) throws Exception {
        lab.fresh("far");
        lab.fresh("base");
        return Coffer.increment(source.uri(), lab.folder.resolve("base"), null);
    }
}
