package dev.coffer.benchmarks;

import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.spi.Compression;
import dev.coffer.testsupport.ContainerTools;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** (a) compressed, at the settings that pg_dump has too. */
final class Compressed {
    /** The first pg_dump that knows Zstandard is 16; images have 17. */
    private static final int WITH_ZSTD = 17;

    private final Lab lab;
    private final TestDatabase source;
    private final int runs;
    private final StringBuilder sizes = new StringBuilder();

    Compressed(Lab lab, TestDatabase source) {
        this.lab = lab;
        this.source = source;
        this.runs = lab.options.runs();
    }

    void run() throws Exception {
        gzip();
        zstd();
    }

    private void gzip() throws Exception {
        Comparison all = new Comparison("Backup of (a), gzip level 6");
        ours(all, Compression.GZIP);
        if (Tools.present()) {
            theirs(all, "-Fc -Z6", "pg_dump", "-Fc", "-Z6");
            theirs(all, "-Fd -j2 -Z6", "pg_dump", "-Fd", "-j2", "-Z6");
        }
        all.run();
        lab.page.section("Near: compressed", all.table("Coffer JSON, 1 connection") + sizes());
        if (Tools.present()) {
            target(all, "gzip JSON, one connection, against pg_dump -Fc -Z6", "JSON, 1", "-Fc -Z6");
            target(all, "gzip CSV, one connection, against pg_dump -Fc -Z6", "CSV, 1", "-Fc -Z6");
            target(all, "gzip JSON, two connections, against pg_dump -Fd -j2 -Z6", "JSON, 2", "-Fd -j2 -Z6");
        }
    }

    private void zstd() throws Exception {
        Comparison all = new Comparison("Backup of (a), Zstandard level 3");
        ours(all, Compression.ZSTD);
        Optional<Path> tools = newerTools();
        if (tools.isPresent()) {
            String program = tools.get().resolve("pg_dump").toString();
            theirs(all, "-Fc -Z zstd:3", program, "-Fc", "-Z", "zstd:3");
            theirs(all, "-Fd -j2 -Z zstd:3", program, "-Fd", "-j2", "-Z", "zstd:3");
        }
        all.run();
        lab.page.section("Near: compressed", all.table("Coffer JSON, 1 connection") + sizes());
        if (tools.isPresent()) {
            target(all, "Zstandard JSON, one connection, against pg_dump 17 -Fc -Z zstd:3", "JSON, 1", "-Fc -Z zstd:3");
            target(all, "Zstandard CSV, one connection, against pg_dump 17 -Fc -Z zstd:3", "CSV, 1", "-Fc -Z zstd:3");
            target(
                    all,
                    "Zstandard JSON, two connections, against pg_dump 17 -Fd -j2 -Z zstd:3",
                    "JSON, 2",
                    "-Fd -j2 -Z zstd:3");
        }
    }

    private void ours(Comparison all, Compression compression) {
        TableExporter json =
                JsonTableExporter.builder().compression(compression).build();
        TableExporter csv = CsvTableExporter.builder().compression(compression).build();
        ours(all, "Coffer JSON, 1 connection", 1, json);
        ours(all, "Coffer CSV, 1 connection", 1, csv);
        ours(all, "Coffer JSON, 2 connections", 2, json);
        ours(all, "Coffer CSV, 2 connections", 2, csv);
    }

    private void ours(Comparison all, String name, int connections, TableExporter exporter) {
        Path folder = lab.folder.resolve("z");
        all.add(
                name,
                runs,
                () -> lab.fresh("z"),
                () -> Coffer.backup(source.uri(), folder, connections, exporter),
                () -> size(name, folder));
    }

    private void theirs(Comparison all, String name, String... command) {
        Path file = lab.folder.resolve("z");
        String[] arguments = Stream.concat(Stream.of(command).skip(1), Stream.of("-f", file.toString(), source.uri()))
                .toArray(String[]::new);
        all.add(
                "pg_dump " + name,
                runs,
                () -> lab.fresh("z"),
                () -> Tools.run(command[0], arguments),
                () -> size("pg_dump " + name, file));
    }

    private void target(Comparison all, String what, String ours, String theirs) {
        lab.page.target(
                what,
                all.ratio(
                        "Coffer " + ours + (ours.endsWith("1") ? " connection" : " connections"), "pg_dump " + theirs),
                1.0,
                "");
    }

    private void size(String name, Path path) throws Exception {
        String entry = name + " ";
        if (sizes.indexOf(entry) < 0) {
            long bytes = 0;
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    bytes += Files.size(file);
                }
            }
            sizes.append(sizes.isEmpty() ? "" : ", ")
                    .append(entry)
                    .append(String.format(Locale.ROOT, "%.0f MB", bytes / 1e6));
        }
    }

    private String sizes() {
        String text = "\nWhat was written: " + sizes + ".\n";
        sizes.setLength(0);
        return text;
    }

    private static Optional<Path> newerTools() {
        try {
            return Optional.of(ContainerTools.folder(WITH_ZSTD));
        } catch (TestAbortedException e) {
            System.out.println("without pg_dump " + WITH_ZSTD + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
