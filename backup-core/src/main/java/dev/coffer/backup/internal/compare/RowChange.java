package dev.coffer.backup.internal.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row that differs.
 *
 * @param before its values in the state before, or null where it is not there
 * @param after its values in the state after, or null where it is not there
 */
record RowChange(
        @Nullable List<@Nullable String> before, @Nullable List<@Nullable String> after) {}
