package dev.coffer.backup.internal.restore;

import dev.coffer.backup.RestoreReport;

/** One run of a restore plan, from verification to ANALYZE. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class RestoreRun {
    private RestoreRun() {}

    public static RestoreReport run(RestoreSettings settings) {
        throw new UnsupportedOperationException("being written");
    }
}
