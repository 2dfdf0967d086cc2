package dev.coffer.benchmarks;

import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;

/** (a) beside the server, where COPY itself is the limit. */
final class Near {
    private static final String COPY = "bare COPY of both tables to nowhere";

    private final Lab lab;
    private final TestDatabase source;
    private final int runs;

    Near(Lab lab, TestDatabase source) {
        this.lab = lab;
        this.source = source;
        this.runs = lab.options.runs();
    }

    void backup() throws Exception {
        String uri = source.uri();
        Comparison all = new Comparison("Backup of (a), uncompressed")
                .add(COPY, runs, () -> Lab.copyToNowhere(source, "narrow", "wide"))
                .add("Coffer JSON, 1 connection", runs, fresh("json1"), () -> ours("json1", 1, Coffer.JSON))
                .add("Coffer CSV, 1 connection", runs, fresh("csv1"), () -> ours("csv1", 1, Coffer.CSV))
                .add(
                        "Coffer JSON and CSV, 2 connections",
                        runs,
                        fresh("both2"),
                        () -> ours("both2", 2, Coffer.JSON, Coffer.CSV))
                .add(
                        "Coffer JSON and CSV, 4 connections",
                        runs,
                        fresh("both4"),
                        () -> ours("both4", 4, Coffer.JSON, Coffer.CSV))
                .add("Coffer JSON, 4 connections", runs, fresh("json4"), () -> ours("json4", 4, Coffer.JSON));
        if (Tools.present()) {
            all.add("pg_dump -Fp", runs, fresh("fp"), () -> Tools.run("pg_dump", "-Fp", "-f", path("fp"), uri))
                    .add("pg_dump -Fc", runs, fresh("fc"), () -> Tools.run("pg_dump", "-Fc", "-f", path("fc"), uri))
                    .add(
                            "pg_dump -Fd -j2",
                            runs,
                            fresh("fd"),
                            () -> Tools.run("pg_dump", "-Fd", "-j2", "-f", path("fd"), uri))
                    .add(
                            "pg_dump -Fd -j2 -Z0",
                            runs,
                            fresh("fd0"),
                            () -> Tools.run("pg_dump", "-Fd", "-j2", "-Z0", "-f", path("fd0"), uri))
                    .add(
                            "psql \\copy of both tables, CSV",
                            runs,
                            () -> Tools.run(
                                    "psql",
                                    "-X",
                                    "-q",
                                    "-c",
                                    "\\copy narrow to " + path("n.csv") + " csv header",
                                    "-c",
                                    "\\copy wide to " + path("w.csv") + " csv header",
                                    uri));
        }
        all.run();
        lab.page.section("Near: backup", all.table(COPY));
        lab.page.target(
                "JSON alone, one connection, against bare COPY",
                all.ratio("Coffer JSON, 1 connection", COPY),
                1.15,
                "");
        lab.page.target(
                "CSV alone, one connection, against bare COPY", all.ratio("Coffer CSV, 1 connection", COPY), 1.1, "");
        lab.page.target(
                "JSON and CSV with checksums, two connections, against bare COPY",
                all.ratio("Coffer JSON and CSV, 2 connections", COPY),
                1.4,
                "");
        if (all.has("pg_dump -Fc")) {
            lab.page.target(
                    "JSON and CSV, two connections, against pg_dump -Fc",
                    all.ratio("Coffer JSON and CSV, 2 connections", "pg_dump -Fc"),
                    1.0,
                    "");
        }
    }

    void restore() throws Exception {
        Path backup = Coffer.backup(source.uri(), lab.fresh("restore"), 2, Coffer.JSON, Coffer.CSV);
        Target target = new Target(lab);
        Comparison all = new Comparison("Restore of (a)")
                .add(
                        "Coffer from JSON, one transaction",
                        runs,
                        target::renew,
                        () -> Coffer.restore(backup, Coffer.FROM_JSON, target.uri(), 1))
                .add(
                        "Coffer from CSV, one transaction",
                        runs,
                        target::renew,
                        () -> Coffer.restore(backup, Coffer.FROM_CSV, target.uri(), 1))
                .add(
                        "Coffer from JSON, 2 jobs",
                        runs,
                        target::renew,
                        () -> Coffer.restore(backup, Coffer.FROM_JSON, target.uri(), 2))
                .add(
                        "Coffer from CSV, 2 jobs",
                        runs,
                        target::renew,
                        () -> Coffer.restore(backup, Coffer.FROM_CSV, target.uri(), 2))
                .add(
                        "Coffer from JSON, 4 jobs",
                        runs,
                        target::renew,
                        () -> Coffer.restore(backup, Coffer.FROM_JSON, target.uri(), 4));
        if (Tools.present()) {
            lab.fresh("fc");
            Tools.run("pg_dump", "-Fc", "-f", path("fc"), source.uri());
            all.add(
                            "pg_restore -1",
                            runs,
                            target::renew,
                            () -> Tools.run("pg_restore", "-1", "-d", target.uri(), path("fc")))
                    .add("pg_restore -1, then ANALYZE", runs, target::renew, () -> {
                        Tools.run("pg_restore", "-1", "-d", target.uri(), path("fc"));
                        target.database().execute("ANALYZE");
                    })
                    .add(
                            "pg_restore -j2",
                            runs,
                            target::renew,
                            () -> Tools.run("pg_restore", "-j2", "-d", target.uri(), path("fc")));
        }
        all.run();
        target.close();
        String one = all.has("pg_restore -1") ? "pg_restore -1" : "Coffer from JSON, one transaction";
        lab.page.section("Near: restore", all.table(one));
        if (Tools.present()) {
            for (String from : new String[] {"JSON", "CSV"}) {
                lab.page.target(
                        "restore from " + from + " against pg_restore, one transaction",
                        all.ratio("Coffer from " + from + ", one transaction", "pg_restore -1"),
                        1.0,
                        "");
                lab.page.target(
                        "restore from " + from + " against pg_restore -j2, two jobs",
                        all.ratio("Coffer from " + from + ", 2 jobs", "pg_restore -j2"),
                        1.0,
                        "");
            }
        }
    }

    private Comparison.Action fresh(String name) {
        return () -> lab.fresh(name);
    }

    private String path(String name) {
        return lab.folder.resolve(name).toString();
    }

    private void ours(String name, int connections, dev.coffer.backup.TableExporter... exporters) {
        Coffer.backup(source.uri(), lab.folder.resolve(name), connections, exporters);
    }
}
