package dev.coffer.benchmarks;

import dev.coffer.testsupport.TestDatabase;

/** Runs everything in one go and writes the page. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] words) throws Exception {
        Options options = Options.parse(words);
        try (Lab lab = new Lab(options)) {
            if (lab.runs("near") || lab.runs("gzip") || lab.runs("restore")) {
                try (TestDatabase large = lab.database()) {
                    Data.large(large, options.scale());
                    Near near = new Near(lab, large);
                    if (lab.runs("near")) {
                        near.backup();
                    }
                    if (lab.runs("gzip")) {
                        near.compressed();
                    }
                    if (lab.runs("restore")) {
                        near.restore();
                    }
                }
            }
            if (lab.runs("far")) {
                new FarSection(lab).run();
            }
        }
    }
}
