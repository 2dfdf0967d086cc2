package dev.coffer.benchmarks;

import dev.coffer.testsupport.TestDatabase;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.postgresql.util.DriverInfo;

/** Runs everything in one go and writes the page. */
public final class Benchmarks {
    private static final String PREAMBLE = """
            # Measured
            The contestants of a table take turns in one run, and each figure is a median. Times of one machine say little about another: compare
            ratios. The command that measures everything and writes this page, up to the part written by hand:

            ```bash
            ./mvnw -q -Pbenchmarks
            ```
            With `-Dbenchmarks=only=near,restore` it measures these and keeps the other sections; each section says which run it comes from. All of ours
            includes connecting, checksums, fsync of the files, and on restore verification before, counting and ANALYZE after, which the others do
            not do.

            (a) two tables, 2 million narrow rows and 1 million wide ones with jsonb, arrays, timestamps, numerics and quoted text · (b) pagila · (c) 500
            tables, 900 foreign keys, 1,100 indexes, 800 triggers, few rows · (d) one table far larger than 20 others · (e) 30 tables with foreign
            keys, 510 rows.
            """;

    private Benchmarks() {}

    public static void main(String[] words) throws Exception {
        Options options = Options.parse(words);
        long start = System.nanoTime();
        try (Lab lab = new Lab(options)) {
            large(lab);
            if (lab.runs("far")) {
                new FarSection(lab).run();
            }
            if (lab.runs("fixtures")) {
                new Fixtures(lab).run();
            }
            skewed(lab);
            if (lab.runs("growth")) {
                new Growth(lab).tables();
            }
            if (lab.runs("shell")) {
                shell(lab);
            }
            write(lab, (System.nanoTime() - start) / 1e9);
        }
    }

    private static void large(Lab lab) throws Exception {
        if (!lab.runs("near") && !lab.runs("gzip") && !lab.runs("restore") && !lab.runs("heap")) {
            return;
        }
        try (TestDatabase large = lab.database()) {
            Data.large(large, lab.options.scale());
            Near near = new Near(lab, large);
            if (lab.runs("near")) {
                near.backup();
            }
            if (lab.runs("gzip")) {
                new Compressed(lab, large).run();
            }
            if (lab.runs("restore")) {
                near.restore();
            }
            if (lab.runs("heap")) {
                SmallHeap.run(lab, "(a)", large);
            }
        }
    }

    private static void skewed(Lab lab) throws Exception {
        if (!lab.runs("growth") && !lab.runs("heap")) {
            return;
        }
        int rows = 4_000_000 / lab.options.scale();
        try (TestDatabase many = lab.database();
                TestDatabase few = lab.database()) {
            Data.skewed(many, rows);
            if (lab.runs("heap")) {
                SmallHeap.run(lab, "(d)", many);
            }
            if (lab.runs("growth")) {
                Data.skewed(few, rows / 10);
                new Growth(lab).rows(many, few);
            }
        }
    }

    private static void shell(Lab lab) throws Exception {
        try (TestDatabase small = lab.database()) {
            Data.fixtures(small, true);
            ShellStart.run(lab, Coffer.backup(small.uri(), lab.fresh("shell"), 1, Coffer.JSON, Coffer.CSV));
        }
    }

    private static void write(Lab lab, double seconds) throws IOException {
        lab.page.write(lab.options.page(), PREAMBLE, run(lab, seconds));
        System.out.println("written: " + lab.options.page() + String.format(Locale.ROOT, ", after %.0f s", seconds));
    }

    private static String run(Lab lab, double seconds) {
        return String.format(
                Locale.ROOT,
                "Run of %s, %.0f seconds for %d of %d sections%s%s. Machine: %d cores, %s %s, %s. JDK %s, pgjdbc %s; server: %s with\n"
                        + "shared_buffers 512 MB, max_wal_size 8 GB, fsync off; %s.",
                LocalDate.now(ZoneOffset.UTC),
                seconds,
                lab.options.only().size(),
                Options.SECTIONS.size(),
                lab.options.scale() == 1 ? "" : ", large tables divided by " + lab.options.scale(),
                lab.options.shared() ? ", on a machine that was busy with other work" : "",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version").replaceAll("[-+].*", ""),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                DriverInfo.DRIVER_VERSION,
                lab.server.toString().replaceAll(" on port.*", ""),
                Tools.version());
    }
}
