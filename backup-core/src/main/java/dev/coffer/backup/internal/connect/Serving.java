package dev.coffer.backup.internal.connect;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which process of which server has our transaction, as it said itself: behind a pooler it is not the one that the log-in
 * named.
 *
 * @param pid the process
 * @param serverStart when its server started, which tells servers behind one address apart
 * @param transaction when the transaction began
 */
record Serving(int pid, String serverStart, String transaction) {
    /** Gives one row for {@link #of}; takes a snapshot. */
    static final String QUESTION = "SELECT pg_catalog.pg_backend_pid(), "
            + "extract(epoch FROM pg_catalog.pg_postmaster_start_time()), "
            + "extract(epoch FROM pg_catalog.transaction_timestamp())";

    static Serving of(List<@Nullable String[]> answer) {
        @Nullable String[] row = answer.get(0);
        return new Serving(
                Integer.parseInt(Objects.requireNonNull(row[0])),
                Objects.requireNonNull(row[1]),
                Objects.requireNonNull(row[2]));
    }
}
