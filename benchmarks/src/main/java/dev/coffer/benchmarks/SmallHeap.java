package dev.coffer.benchmarks;

import dev.coffer.testsupport.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Backup and restore in a JVM of their own with a heap of 64 MB. */
public final class SmallHeap {
    private static final String LIMIT = "-Xmx64m";

    private SmallHeap() {}

    static void run(Lab lab, String name, TestDatabase source) throws Exception {
        StringBuilder table =
                new StringBuilder("### " + name + " with " + LIMIT + "\n\n| step | seconds |\n|---|---|\n");
        boolean met = true;
        try (Target target = new Target(lab)) {
            Path folder = lab.fresh("heap");
            met &= step(table, "backup to JSON and CSV", "backup", source.uri(), folder.toString());
            for (String format : new String[] {"json", "csv"}) {
                target.renew();
                met &= step(table, "restore from " + format, "restore-" + format, target.uri(), folder.toString());
            }
        }
        lab.page.section("Heap", table.toString());
        lab.page.target(name + ": backup and restore", LIMIT, met ? LIMIT + " did" : "failed", met);
    }

    private static boolean step(StringBuilder table, String name, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                LIMIT,
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()));
        command.addAll(List.of(arguments));
        long start = System.nanoTime();
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        table.append(String.format(
                Locale.ROOT,
                "| %s | %s |%n",
                name,
                exit == 0 ? String.format(Locale.ROOT, "%.1f", seconds) : "failed"));
        return exit == 0;
    }

    /** What runs in the other JVM. */
    public static void main(String[] words) throws IOException {
        Path folder = Path.of(words[2]);
        if (words[0].equals("backup")) {
            Coffer.backup(words[1], folder, 0, Coffer.JSON, Coffer.CSV);
            return;
        }
        try (var backups = Files.newDirectoryStream(folder, Files::isDirectory)) {
            Coffer.restore(
                    backups.iterator().next(),
                    words[0].endsWith("json") ? Coffer.FROM_JSON : Coffer.FROM_CSV,
                    words[1],
                    1);
        }
    }
}
