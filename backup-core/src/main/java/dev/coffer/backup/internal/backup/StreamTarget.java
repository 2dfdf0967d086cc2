package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.store.BackupWriter;
import dev.coffer.backup.internal.store.Sink;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a run writes into.
 *
 * @param form the form of the archive, or null for the one file of the plan's exporter
 */
record StreamTarget(Sink sink, @Nullable ArchiveFormat form) {
    BackupWriter writer(BackupSettings settings, Instant startedAt, Tuning tuning) {
        // A program that dumps by itself reads its own file again.
        Set<String> readAgain = settings.exporters().stream()
                .filter(TableExporter::connects)
                .map(exporter -> exporter.format().name())
                .collect(Collectors.toSet());
        return BackupWriter.streaming(
                sink, form, settings.root(), settings.name(), startedAt, tuning.spoolBytes(), readAgain);
    }

    boolean isOneFile() {
        return form == null;
    }
}
