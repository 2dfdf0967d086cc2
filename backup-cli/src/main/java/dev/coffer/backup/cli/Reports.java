package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.StreamReport;
import dev.coffer.backup.TableName;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints results: on standard output what was asked for, on standard error what the reader should know beside it. */
final class Reports {
    private Reports() {}

    static void backup(Terminal terminal, BackupReport report) {
        notes(terminal, report.warnings(), report.skips());
        withoutRows(terminal, report.withoutRows());
        report.increment()
                .ifPresent(increment ->
                        increment(terminal, increment, report.tables().size()));
        terminal.print("backed up " + Quantity.of(report.tables().size(), "table") + ", "
                + Quantity.of(report.rows(), "row") + " as of " + time(report.snapshotTime()) + " in "
                + Quantity.of(report.files().size(), "file") + ", " + Quantity.bytes(report.bytes()) + " (took "
                + Quantity.duration(report.elapsed()) + ")");
        report.growth()
                .ifPresent(growth -> terminal.print("since "
                        + time(growth.before().time()) + ": "
                        + Quantity.change(Quantity.of(Math.abs(growth.rows()), "row"), growth.rows()) + ", "
                        + Quantity.change(Quantity.bytes(Math.abs(growth.backupBytes())), growth.backupBytes())));
        terminal.print(report.directory().toString());
    }

    /** To standard error, since the backup goes to standard output. */
    static void stream(Terminal terminal, StreamReport report) {
        notes(terminal, report.warnings(), report.skips());
        withoutRows(terminal, report.withoutRows());
        terminal.tell("streamed " + Quantity.of(report.tables().size(), "table") + ", "
                + Quantity.of(report.rows(), "row") + " as of " + time(report.snapshotTime()) + " in "
                + Quantity.of(report.files().size(), "file") + " (took " + Quantity.duration(report.elapsed()) + ")");
        terminal.tell(report.name());
    }

    private static void increment(Terminal terminal, BackupReport.Increment increment, int tables) {
        increment.notes().forEach(note -> terminal.tell("note: " + Printable.line(note)));
        increment
                .base()
                .ifPresent(base ->
                        terminal.print(Quantity.number(increment.unchanged().size()) + " of "
                                + Quantity.of(tables, "table") + " unchanged since " + base.getFileName()
                                + ", taken from there"));
    }

    static void restore(Terminal terminal, RestoreReport report) {
        notes(terminal, report.warnings(), report.skips());
        withoutRows(terminal, report.withoutRows());
        terminal.print("restored " + Quantity.of(report.tables().size(), "table") + ", "
                + Quantity.of(report.rows(), "row") + ", "
                + Quantity.of(report.entries(), "schema entry", "schema entries")
                + ", " + Quantity.of(report.sequences(), "sequence") + " in "
                + Quantity.of(report.transactions(), "transaction") + " (took " + Quantity.duration(report.elapsed())
                + ")");
        terminal.print("verified before: " + report.proof());
    }

    static void list(Terminal terminal, Path folder, List<Backup> backups) {
        Columns columns =
                new Columns("snapshot", "database", "server", "formats", ">tables", ">rows", ">size", "directory");
        for (Backup backup : backups) {
            columns.row(
                    time(backup.snapshotTime()),
                    backup.database(),
                    backup.serverVersion(),
                    formats(backup),
                    Quantity.number(backup.tables().size()),
                    Quantity.number(rows(backup)),
                    Quantity.bytes(bytes(backup)),
                    String.valueOf(backup.directory().getFileName()));
        }
        if (backups.isEmpty()) {
            terminal.tell("no complete backup in " + folder);
        } else {
            columns.print(terminal);
        }
    }

    static void info(Terminal terminal, Backup backup) {
        terminal.print("directory  " + backup.directory());
        terminal.print("database   " + backup.database());
        terminal.print("server     PostgreSQL " + backup.serverVersion());
        terminal.print("snapshot   " + time(backup.snapshotTime()));
        terminal.print("formats    " + formats(backup));
        backup.heldBecause().ifPresent(reason -> terminal.print("held       " + Printable.line(reason)));
        backup.proof()
                .ifPresent(proof -> terminal.print(
                        "proved     by a " + proof.kind().name().toLowerCase(Locale.ROOT) + ", " + time(proof.at())));
        terminal.print("");
        Columns tables = new Columns("table", ">rows", ">bytes as text");
        for (BackupReport.Table table : backup.tables()) {
            tables.row(table.name().toString(), Quantity.number(table.rows()), Quantity.number(table.bytes()));
        }
        tables.row("total of " + Quantity.number(backup.tables().size()), Quantity.number(rows(backup)), "");
        tables.print(terminal);
        terminal.print("");
        Columns files = new Columns("file", ">bytes");
        for (BackupReport.File file : backup.contents()) {
            files.row(file.name(), Quantity.number(file.bytes()));
        }
        files.row("total of " + Quantity.number(backup.contents().size()), Quantity.number(bytes(backup)));
        files.print(terminal);
        if (!backup.skips().isEmpty()) {
            terminal.print("");
            backup.skips().forEach(skip -> terminal.print("skipped " + Printable.line(skip.toString())));
        }
    }

    private static void notes(Terminal terminal, List<String> warnings, List<Skip> skips) {
        warnings.forEach(warning -> terminal.tell("warning: " + warning));
        skips.forEach(skip -> terminal.tell("skipped " + skip));
    }

    private static void withoutRows(Terminal terminal, List<TableName> tables) {
        tables.forEach(table -> terminal.tell("without its rows: " + Printable.line(table.toString())));
    }

    private static String formats(Backup backup) {
        return backup.formats().stream().map(FormatId::name).collect(Collectors.joining(","));
    }

    private static long rows(Backup backup) {
        return backup.tables().stream().mapToLong(BackupReport.Table::rows).sum();
    }

    private static long bytes(Backup backup) {
        return backup.contents().stream().mapToLong(BackupReport.File::bytes).sum();
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
