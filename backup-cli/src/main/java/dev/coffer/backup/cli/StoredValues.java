package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Proof;
import java.nio.file.Path;
import java.util.List;

/** What backups hold, for programs. */
final class StoredValues {
    private StoredValues() {}

    static void list(Values values, Path folder, List<Backup> backups) {
        values.put("folder", folder)
                .each(
                        "backups",
                        backups,
                        (backup, into) -> summary(backup, into)
                                .put("tables", backup.tables().size()));
    }

    static void info(Values values, Backup backup) {
        summary(backup, values)
                .each("tables", backup.tables(), RunValues::table)
                .each("files", backup.contents(), RunValues::file)
                .each("skips", backup.skips(), RunValues::skip);
    }

    private static Values summary(Backup backup, Values into) {
        return into.put("directory", backup.directory())
                .put("database", backup.database())
                .put("server", backup.serverVersion())
                .put("snapshotTime", backup.snapshotTime())
                .put("formats", backup.formats().stream().map(FormatId::name).toList())
                .put(
                        "rows",
                        backup.tables().stream()
                                .mapToLong(BackupReport.Table::rows)
                                .sum())
                .put(
                        "bytes",
                        backup.contents().stream()
                                .mapToLong(BackupReport.File::bytes)
                                .sum())
                .put("held", backup.heldBecause().orElse(null))
                .put("proof", backup.proof().map(StoredValues::proof).orElse(null));
    }

    private static Values proof(Proof proof) {
        return new Values().put("kind", RunValues.word(proof.kind())).put("at", proof.at());
    }
}
