package dev.coffer.backup.internal.increment;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.internal.store.StoredBackup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a plan builds on an earlier backup.
 *
 * @param base the earlier backup, or null for the newest good one of the same database in the plan's folder
 * @param formats that the earlier one may be read in
 */
public record IncrementSettings(@Nullable StoredBackup base, List<RestoreStrategy> formats) {}
