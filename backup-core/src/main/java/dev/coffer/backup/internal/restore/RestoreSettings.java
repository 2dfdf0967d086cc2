package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Existing;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.store.StoredBackup;
import dev.coffer.backup.internal.store.Unpacked;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a restore plan, checked; either a backup or a loose file is there. */
public record RestoreSettings(
        @Nullable StoredBackup backup,
        @Nullable Path looseFile,
        @Nullable String intoTable,
        List<RestoreStrategy> strategies,
        ConnectionSource target,
        @Nullable String newDatabase,
        Scope scope,
        TableSelection selection,
        Existing existing,
        boolean allowPartial,
        boolean strict,
        int jobs,
        RestoreWishes wishes,
        ProgressListener listener) {

    /** The files of the backup, which an archive is extracted to until this is closed; null where the plan has a loose file. */
    @Nullable
    Unpacked unpack() {
        return backup == null ? null : backup.unpack();
    }

    /** The same for rows alone. */
    RestoreSettings dataOnly() {
        return new RestoreSettings(
                backup,
                looseFile,
                intoTable,
                strategies,
                target,
                newDatabase,
                Scope.DATA_ONLY,
                selection,
                existing,
                allowPartial,
                strict,
                jobs,
                wishes,
                listener);
    }
}
