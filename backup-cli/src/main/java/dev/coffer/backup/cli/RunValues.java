package dev.coffer.backup.cli;

import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.RestorePreview;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.StreamReport;
import java.util.List;
import java.util.Locale;

/** What runs came to, for programs. */
final class RunValues {
    private RunValues() {}

    static void backup(Values values, BackupReport report) {
        values.put("directory", report.directory())
                .put("archive", report.archive().orElse(null))
                .put("snapshotTime", report.snapshotTime())
                .each("tables", report.tables(), RunValues::table)
                .put("withoutRows", report.withoutRows())
                .put("rows", report.rows())
                .each("files", report.files(), RunValues::file)
                .put("bytes", report.bytes());
        values.put(
                        "base",
                        report.increment().flatMap(BackupReport.Increment::base).orElse(null))
                .put(
                        "unchanged",
                        report.increment()
                                .map(BackupReport.Increment::unchanged)
                                .orElse(List.of()))
                .put(
                        "notes",
                        report.increment().map(BackupReport.Increment::notes).orElse(List.of()));
        notes(values, report.skips(), report.warnings());
        values.put("growth", report.growth().map(RunValues::growth).orElse(null))
                .put("seconds", report.elapsed());
    }

    /** The keys of a backup; its directory is the one in the archive, or the name of the one file. */
    static void stream(Values values, StreamReport report) {
        values.put("directory", report.name())
                .put("archive", null)
                .put("snapshotTime", report.snapshotTime())
                .each("tables", report.tables(), RunValues::table)
                .put("withoutRows", report.withoutRows())
                .put("rows", report.rows())
                .each("files", report.files(), RunValues::file)
                .put(
                        "bytes",
                        report.files().stream()
                                .mapToLong(BackupReport.File::bytes)
                                .sum())
                .put("base", null)
                .put("unchanged", List.of())
                .put("notes", List.of());
        notes(values, report.skips(), report.warnings());
        values.put("growth", null).put("seconds", report.elapsed());
    }

    private static Values growth(BackupHistory.Growth growth) {
        return new Values()
                .put("since", growth.before().time())
                .put("rows", growth.rows())
                .put("databaseBytes", growth.databaseBytes())
                .put("backupBytes", growth.backupBytes());
    }

    static void restore(Values values, RestoreReport report) {
        values.put("dryRun", false)
                .each(
                        "tables",
                        report.tables(),
                        (table, into) -> into.put("table", table.name())
                                .put("inserted", table.inserted())
                                .put("updated", table.updated())
                                .put("left", table.left()))
                .put("withoutRows", report.withoutRows())
                .put("rows", report.rows())
                .put("schemaEntries", report.entries())
                .put("sequences", report.sequences())
                .put("transactions", report.transactions())
                .put("verified", report.proof());
        notes(values, report.skips(), report.warnings());
        values.put("seconds", report.elapsed());
    }

    static void preview(Values values, RestorePreview preview) {
        values.put("dryRun", true)
                .each(
                        "objects",
                        preview.objects(),
                        (step, into) -> into.put("object", step.object()).put("action", word(step.action())))
                .each(
                        "tables",
                        preview.tables(),
                        (step, into) -> into.put("table", step.table())
                                .put("action", word(step.action()))
                                .put("rows", step.rows())
                                .put("there", step.there()))
                .put("rows", preview.rows())
                .put("sequences", preview.sequences())
                .put("oneTransaction", preview.oneTransaction())
                .put("verified", preview.proof());
        notes(values, preview.skips(), preview.warnings());
    }

    static void table(BackupReport.Table table, Values into) {
        into.put("table", table.name()).put("rows", table.rows()).put("bytes", table.bytes());
    }

    static void file(BackupReport.File file, Values into) {
        into.put("file", file.name()).put("bytes", file.bytes());
    }

    static void skip(Skip skip, Values into) {
        into.put("object", skip.object()).put("reason", skip.reason());
    }

    /** An enum's constant, as it is written in JSON. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void notes(Values values, List<Skip> skips, List<String> warnings) {
        values.each("skips", skips, RunValues::skip).put("warnings", warnings);
    }
}
