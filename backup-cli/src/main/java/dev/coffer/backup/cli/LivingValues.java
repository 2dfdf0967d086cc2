package dev.coffer.backup.cli;

import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.PruneReport;
import dev.coffer.backup.VerifyReport;

/** What is found out about backups that lie there already, for programs. */
final class LivingValues {
    private LivingValues() {}

    static void verify(Values values, VerifyReport report) {
        values.put("sound", report.isSound())
                .put("files", report.files())
                .put("bytes", report.bytes())
                .each(
                        "formats",
                        report.formats(),
                        (format, into) -> into.put("format", format.format().name())
                                .put("depth", RunValues.word(format.depth()))
                                .put("tables", format.tables())
                                .put("rows", format.rows()))
                .each("faults", report.faults(), (fault, into) -> Failures.problem(ShellWords.of(fault), into))
                .put("seconds", report.elapsed());
    }

    static void drill(Values values, DrillReport report) {
        values.put("passed", report.passed())
                .put("place", RunValues.word(report.place()))
                .put("server", report.server())
                .each(
                        "tables",
                        report.tables(),
                        (table, into) -> into.put("table", table.name())
                                .put("expected", table.expected())
                                .put("found", table.found())
                                .put("same", table.same()))
                .put("missing", report.missing())
                .each("skips", report.skips(), RunValues::skip)
                .put("warnings", report.warnings())
                .put("restoreSeconds", report.restoring())
                .put("compareSeconds", report.comparing());
    }

    static void comparison(Values values, ComparisonReport report) {
        values.put("identical", report.isSame())
                .each(
                        "tables",
                        report.tables(),
                        (table, into) -> into.put("table", table.name())
                                .put("presence", RunValues.word(table.presence()))
                                .put("rowsBefore", table.rowsBefore())
                                .put("rowsAfter", table.rowsAfter())
                                .put("added", table.added())
                                .put("removed", table.removed())
                                .put("changed", table.changed())
                                .put("keyed", table.keyed()))
                .each(
                        "sequences",
                        report.sequences(),
                        (sequence, into) -> into.put("sequence", sequence.name())
                                .put("before", sequence.before())
                                .put("after", sequence.after()))
                .each(
                        "schema",
                        report.schema(),
                        (entry, into) -> into.put("object", entry.id())
                                .put("presence", RunValues.word(entry.presence()))
                                .put("difference", entry.difference()))
                .put("seconds", report.elapsed());
    }

    static void preflight(Values values, Preflight report) {
        values.put("severity", RunValues.word(report.severity()))
                .each("findings", report.findings(), (finding, into) -> {
                    String hint = finding.hint();
                    into.put("check", RunValues.word(finding.check()))
                            .put("severity", RunValues.word(finding.severity()))
                            .put("message", finding.what())
                            .put("tables", finding.tables())
                            .put("code", finding.code())
                            .put("hint", hint == null ? null : ShellWords.of(hint));
                })
                .put("seconds", report.elapsed());
    }

    static void prune(Values values, PruneReport report) {
        values.put("applied", !report.preview())
                .each(
                        "backups",
                        report.backups(),
                        (backup, into) -> into.put("directory", backup.directory())
                                .put("database", backup.database())
                                .put("snapshotTime", backup.snapshotTime())
                                .put("bytes", backup.bytes())
                                .put("kept", backup.kept())
                                .put("reason", backup.reason())
                                .put("failure", backup.failure()))
                .each(
                        "leftovers",
                        report.leftovers(),
                        (leftover, into) -> into.put("directory", leftover.directory())
                                .put("reason", leftover.reason())
                                .put("failure", leftover.failure()))
                .put("leftAlone", report.leftAlone());
    }
}
