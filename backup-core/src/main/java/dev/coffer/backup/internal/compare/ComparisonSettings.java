package dev.coffer.backup.internal.compare;

import dev.coffer.backup.Backup;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.store.BackupFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a comparison, checked; either a later backup or a database is there. */
public record ComparisonSettings(
        Backup before,
        BackupFiles beforeFiles,
        @Nullable Backup after,
        @Nullable BackupFiles afterFiles,
        @Nullable PostgresDatabase database,
        List<RestoreStrategy> strategies,
        TableSelection tables,
        @Nullable Path details,
        ComparisonPlan.Details form,
        int detailsLimit,
        ProgressListener listener) {}
