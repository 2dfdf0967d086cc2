package dev.coffer.backup.cli;

import dev.coffer.backup.BesideReport;
import dev.coffer.backup.RecoveryPreview;
import dev.coffer.backup.RecoveryReport;

/** What recoveries came to, for people and for programs. */
final class RecoveryValues {
    private RecoveryValues() {}

    static void print(Terminal terminal, RecoveryReport report) {
        report.warnings().forEach(warning -> terminal.tell("warning: " + warning));
        report.skips().forEach(skip -> terminal.tell("skipped " + skip));
        Columns columns = new Columns("table", ">inserted", ">updated", ">changed, left", ">same", ">extra");
        for (RecoveryReport.Table table : report.tables()) {
            columns.row(
                    table.name().toString(),
                    Quantity.number(table.inserted()),
                    Quantity.number(table.updated()),
                    Quantity.number(table.left()),
                    Quantity.number(table.same()),
                    Quantity.number(table.extra()));
        }
        columns.print(terminal);
        terminal.print("recovered " + Quantity.of(report.inserted(), "row") + ", overwrote "
                + Quantity.of(report.updated(), "row") + " (took " + Quantity.duration(report.elapsed()) + ")");
        terminal.print("verified before: " + report.proof());
    }

    static void print(Terminal terminal, BesideReport report) {
        terminal.print("created " + Printable.line(report.table().toString()) + " from "
                + Printable.line(report.from().toString()) + ": " + Quantity.of(report.rows(), "row") + ", "
                + Quantity.of(report.indexes(), "index", "indexes") + " (took "
                + Quantity.duration(report.elapsed()) + ")");
        terminal.print("verified before: " + report.proof());
    }

    static void beside(Values values, BesideReport report) {
        values.put("from", report.from())
                .put("table", report.table())
                .put("rows", report.rows())
                .put("indexes", report.indexes())
                .put("verified", report.proof())
                .put("seconds", report.elapsed());
    }

    static void preview(Values values, RecoveryPreview preview) {
        values.put("dryRun", true)
                .put("overwrites", preview.overwrites())
                .each(
                        "tables",
                        preview.tables(),
                        (table, into) -> into.put("table", table.name())
                                .put("keyed", table.keyed())
                                .put("missing", table.missing())
                                .put("changed", table.changed())
                                .put("same", table.same())
                                .put("extra", table.extra()))
                .put("verified", preview.proof())
                .each("skips", preview.skips(), RunValues::skip)
                .put("warnings", preview.warnings());
    }

    static void report(Values values, RecoveryReport report) {
        values.put("dryRun", false)
                .each(
                        "tables",
                        report.tables(),
                        (table, into) -> into.put("table", table.name())
                                .put("inserted", table.inserted())
                                .put("updated", table.updated())
                                .put("left", table.left())
                                .put("same", table.same())
                                .put("extra", table.extra()))
                .put("sequences", report.sequences())
                .put("verified", report.proof())
                .each("skips", report.skips(), RunValues::skip)
                .put("warnings", report.warnings())
                .put("seconds", report.elapsed());
    }
}
