package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Condition;
import dev.coffer.backup.Existing;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.store.StoredBackup;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a recovery, checked.
 *
 * @param restore the restore of rows beside those that are there which a recovery narrows
 * @param snapshotTime of the backup
 * @param conditions by the table as the caller named it
 * @param overwrite whether changed rows get the values of the backup
 */
public record RecoverySettings(
        RestoreSettings restore, Instant snapshotTime, Map<String, Condition> conditions, boolean overwrite) {
    public static RecoverySettings of(
            StoredBackup backup,
            List<RestoreStrategy> strategies,
            ConnectionSource target,
            TableSelection selection,
            Map<String, Condition> conditions,
            boolean overwrite,
            ProgressListener listener) {
        return new RecoverySettings(
                new RestoreSettings(
                        backup,
                        null,
                        null,
                        strategies,
                        target,
                        null,
                        Scope.DATA_ONLY,
                        selection,
                        Existing.APPEND,
                        false,
                        false,
                        1,
                        RestoreWishes.NONE,
                        listener),
                backup.manifest().snapshotTime(),
                new LinkedHashMap<>(conditions),
                overwrite);
    }
}
