package dev.coffer.backup.internal.increment;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.coffer.backup.internal.connect.Session;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which run of which server a snapshot was of. The place of a row and the number of the transaction that wrote it say
 * something only as long as time went one way: a copy of a server, a branch or a crash uses the same numbers again for
 * other rows.
 */
final class History {
    static final BigInteger WRAP = BigInteger.ONE.shiftLeft(32);

    private static final String SNAPSHOT = "snapshot";
    private static final String STARTED = "serverStarted";
    private static final String STATISTICS = "statisticsSince";
    private static final String BRANCH = "branch";

    /** A setting of that name that a role or database merely carries has no context. */
    private static final String NEON = "(SELECT string_agg(s.setting, '/' ORDER BY s.name) FROM pg_settings s"
            + " WHERE s.name IN ('neon.tenant_id', 'neon.timeline_id') AND s.context = 'postmaster'"
            + " HAVING count(*) FILTER (WHERE s.setting <> '') = 2)";

    private static final String QUERY = "SELECT pg_current_snapshot()::text,"
            + " (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::int8::text,"
            // Statistics are given up in a crash, and begin anew with a time of their own.
            + " (extract(epoch FROM pg_stat_get_bgwriter_stat_reset_time()) * 1000000)::int8::text, " + NEON;

    private final Map<String, String> values;

    private History(Map<String, String> values) {
        this.values = values;
    }

    /** That of the snapshot that the session's transaction has. */
    static History read(Session session) throws SQLException {
        @Nullable String[] row = session.query(QUERY).get(0).get(0);
        Map<String, String> values = new TreeMap<>();
        values.put(SNAPSHOT, requireNonNull(row[0]));
        values.put(STARTED, requireNonNull(row[1]));
        values.put(STATISTICS, requireNonNullElse(row[2], ""));
        if (row[3] != null) {
            values.put(BRANCH, row[3]);
        }
        return new History(values);
    }

    /** As a manifest has it; empty where it is not of the form that is written. */
    static Optional<History> of(Map<String, String> values) {
        boolean whole = values.getOrDefault(SNAPSHOT, "").matches("\\d{1,20}:\\d{1,20}:[\\d,]*")
                && values.containsKey(STARTED)
                && values.containsKey(STATISTICS);
        return whole ? Optional.of(new History(values)) : Optional.empty();
    }

    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** The oldest transaction that was not over. */
    BigInteger oldest() {
        return new BigInteger(part(0));
    }

    /** The first transaction that had not begun. */
    BigInteger next() {
        return new BigInteger(part(1));
    }

    private String part(int index) {
        return List.of(requireNonNull(values.get(SNAPSHOT)).split(":", -1)).get(index);
    }

    /** Why this is not known to be what became of an earlier one; null when it is. */
    @Nullable
    String breakSince(History earlier) {
        String branch = values.get(BRANCH);
        if (branch != null || earlier.values.containsKey(BRANCH)) {
            // A branch of Neon is one line of history, over every start of its server.
            if (!requireNonNullElse(branch, "").equals(earlier.values.get(BRANCH))) {
                return "the database is another branch, or was restored, since";
            }
        } else if (!same(STARTED, earlier)) {
            return "the server was started since, and whether it went on from the same state cannot be told";
        } else if (!same(STATISTICS, earlier)) {
            return "the server crashed since, or its statistics were reset";
        }
        if (next().compareTo(earlier.next()) < 0) {
            return "the server counts fewer transactions than then";
        }
        if (next().subtract(earlier.oldest()).compareTo(WRAP) >= 0) {
            return "more than 4 billion transactions were begun since";
        }
        return null;
    }

    private boolean same(String name, History earlier) {
        return requireNonNull(values.get(name)).equals(earlier.values.get(name));
    }
}
