package dev.coffer.benchmarks;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;
import java.util.Locale;

/** Ten times the rows, ten times the tables. */
final class Growth {
    private static final String FEW = "a tenth of the rows";
    private static final String MANY = "all rows";

    private final Lab lab;

    Growth(Lab lab) {
        this.lab = lab;
    }

    void rows(TestDatabase many, TestDatabase few) throws Exception {
        Path backup = Coffer.backup(many.uri(), lab.fresh("many"), 2, Coffer.JSON);
        Path fewBackup = Coffer.backup(few.uri(), lab.fresh("few"), 2, Coffer.JSON);
        Target target = new Target(lab);
        Comparison save = new Comparison("Backup of (d) to JSON")
                .add(
                        FEW,
                        3,
                        () -> lab.fresh("g"),
                        () -> Coffer.backup(few.uri(), lab.folder.resolve("g"), 1, Coffer.JSON))
                .add(
                        MANY,
                        3,
                        () -> lab.fresh("g"),
                        () -> Coffer.backup(many.uri(), lab.folder.resolve("g"), 1, Coffer.JSON))
                .run();
        Comparison load = new Comparison("Restore of (d) from JSON")
                .add(FEW, 3, target::renew, () -> Coffer.restore(fewBackup, Coffer.FROM_JSON, target.uri(), 1))
                .add(MANY, 3, target::renew, () -> Coffer.restore(backup, Coffer.FROM_JSON, target.uri(), 1))
                .run();
        target.close();
        lab.page.section("Growth", save.table(FEW) + "\n" + load.table(FEW));
        lab.page.target("rows ×10: backup", save.ratio(MANY, FEW), 11.5, " times");
        lab.page.target("rows ×10: restore", load.ratio(MANY, FEW), 11.5, " times");
    }

    void tables() throws Exception {
        try (TestDatabase few = lab.database();
                TestDatabase many = lab.database();
                Far counting = new Far(lab.server.port(), 0)) {
            Data.wideCatalogue(few, 100);
            Data.wideCatalogue(many, 1000);
            Catalogue[] read = new Catalogue[2];
            Comparison both = new Comparison("Backup of few rows in many tables")
                    .add("100 tables", 5, () -> lab.fresh("g"), () -> read[0] = read(few, counting))
                    .add("1,000 tables", 5, () -> lab.fresh("g"), () -> read[1] = read(many, counting))
                    .run();
            lab.page.section(
                    "Growth",
                    both.table("100 tables")
                            + String.format(
                                    Locale.ROOT,
                                    "%nCatalogue, locks and snapshot alone (last run): %.0f ms and %.0f ms, %d and %d round trips.%n",
                                    read[0].seconds * 1000,
                                    read[1].seconds * 1000,
                                    read[0].roundTrips,
                                    read[1].roundTrips));
            lab.page.target("tables ×10: time of the catalogue", read[1].seconds / read[0].seconds, 10, " times");
            lab.page.target("tables ×10: round trips of the catalogue", read[1].roundTrips, read[0].roundTrips, "");
        }
    }

    private record Catalogue(double seconds, int roundTrips) {}

    /** Until the first row is asked for. */
    private Catalogue read(TestDatabase from, Far counting) {
        counting.roundTrips();
        Catalogue[] found = new Catalogue[1];
        long start = System.nanoTime();
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(counting.uri(from.uri())))
                .export(Coffer.JSON)
                .to(lab.folder.resolve("g"))
                .connections(1)
                .listener(progress -> {
                    if (progress.phase() == Progress.Phase.ROWS && found[0] == null) {
                        found[0] = new Catalogue((System.nanoTime() - start) / 1e9, counting.roundTrips());
                    }
                })
                .build()
                .run();
        if (report.rows() == 0) {
            throw new IllegalStateException("no rows");
        }
        return found[0];
    }
}
