package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.ShrinkGuard;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.increment.IncrementSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a backup plan, checked. */
public record BackupSettings(
        ConnectionSource source,
        List<TableExporter> exporters,
        TableSelection selection,
        Map<String, Condition> conditions,
        List<String> excludedData,
        Path root,
        String name,
        int connections,
        Duration lockTimeout,
        boolean strict,
        boolean exclusive,
        @Nullable ArchiveFormat archive,
        @Nullable ShrinkGuard shrinkGuard,
        @Nullable IncrementSettings increment,
        @Nullable ProviderProfile profile,
        ProgressListener listener) {

    /** Of everything in a database, to be looked at and not to be run: no format and no place. */
    public static BackupSettings reading(ConnectionSource source) {
        return new BackupSettings(
                source,
                List.of(),
                TableSelection.all().allowNoMatch(),
                Map.of(),
                List.of(),
                Path.of(""),
                "backup",
                source.defaultConnections(),
                Duration.ofSeconds(60),
                false,
                false,
                null,
                null,
                null,
                null,
                ProgressListener.NONE);
    }

    /** The same read in order, by one. */
    public BackupSettings withOneConnection() {
        return new BackupSettings(
                source,
                exporters,
                selection,
                conditions,
                excludedData,
                root,
                name,
                1,
                lockTimeout,
                strict,
                exclusive,
                archive,
                shrinkGuard,
                increment,
                profile,
                listener);
    }

    /** Whether others than the plan's own connections will read in the snapshot, or further ones of its own. */
    boolean sharesSnapshot() {
        return connections > 1 || exporters.stream().anyMatch(TableExporter::connects);
    }
}
