package dev.coffer.backup.cli;

import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.Problem;
import dev.coffer.backup.PruneReport;
import dev.coffer.backup.VerifyReport;
import java.time.temporal.ChronoUnit;

/** Prints what is found out about backups that lie there already. */
final class LivingReports {
    private LivingReports() {}

    static void verify(Terminal terminal, VerifyReport report) {
        for (Problem fault : report.faults()) {
            terminal.tell("fault: " + ShellWords.of(fault));
        }
        for (VerifyReport.Format format : report.formats()) {
            terminal.print(
                    format.depth() == VerifyReport.Depth.ROWS
                            ? format.format().name() + ": " + Quantity.of(format.tables(), "table") + ", "
                                    + Quantity.of(format.rows(), "row") + " read"
                            : format.format().name() + ": files only");
        }
        terminal.print((report.isSound() ? "sound: " : "DAMAGED: ") + Quantity.of(report.files(), "file") + ", "
                + Quantity.bytes(report.bytes()) + " (took " + Quantity.duration(report.elapsed()) + ")");
    }

    static void drill(Terminal terminal, DrillReport report) {
        report.warnings().forEach(warning -> terminal.tell("warning: " + warning));
        report.skips().forEach(skip -> terminal.tell("skipped " + skip));
        report.tables().stream()
                .filter(table -> !table.same())
                .forEach(table -> terminal.tell("table " + table.name() + ": " + Quantity.of(table.expected(), "row")
                        + " backed up, "
                        + (table.found() == null ? "not restored" : Quantity.number(table.found()) + " restored")
                        + ", and they differ"));
        report.missing().forEach(entry -> terminal.tell("missing: " + entry));
        terminal.print((report.passed() ? "passed: " : "FAILED: ")
                + Quantity.of(report.tables().size(), "table") + ", "
                + Quantity.of(
                        report.tables().stream()
                                .mapToLong(DrillReport.Table::expected)
                                .sum(),
                        "row")
                + " on PostgreSQL " + report.server() + " (restored in " + Quantity.duration(report.restoring())
                + ", compared in " + Quantity.duration(report.comparing()) + ")");
    }

    static void comparison(Terminal terminal, ComparisonReport report) {
        report.toString().lines().forEach(terminal::print);
        report.schema().stream()
                .filter(entry -> entry.presence() == ComparisonReport.Presence.BOTH)
                .forEach(entry -> {
                    terminal.print("");
                    terminal.print(entry.id());
                    entry.difference().lines().forEach(terminal::print);
                });
    }

    static void preflight(Terminal terminal, Preflight report) {
        Columns columns = new Columns("", "check", "found");
        for (Preflight.Finding finding : report.findings()) {
            columns.row(RunValues.word(finding.severity()), RunValues.word(finding.check()), finding.what());
            String hint = finding.hint();
            if (hint != null) {
                columns.row("", "", "→ " + ShellWords.of(hint));
            }
        }
        columns.print(terminal);
    }

    static void prune(Terminal terminal, PruneReport report) {
        Columns columns = new Columns("", "snapshot", "database", ">size", "directory", "why");
        for (PruneReport.Decision backup : report.backups()) {
            columns.row(
                    backup.kept()
                            ? "keep"
                            : report.preview() ? "would remove" : backup.failure() == null ? "removed" : "FAILED",
                    backup.snapshotTime().truncatedTo(ChronoUnit.SECONDS).toString(),
                    backup.database(),
                    Quantity.bytes(backup.bytes()),
                    String.valueOf(backup.directory().getFileName()),
                    backup.reason());
        }
        if (!report.backups().isEmpty()) {
            columns.print(terminal);
        }
        report.leftovers()
                .forEach(leftover -> terminal.print((report.preview() ? "would remove " : "removed ")
                        + leftover.directory().getFileName() + ": " + leftover.reason()));
        report.failures().forEach(failure -> terminal.tell("coffer: " + failure));
        if (report.preview() && !report.removed().isEmpty()) {
            terminal.tell("nothing was removed; --apply does it");
        }
    }
}
