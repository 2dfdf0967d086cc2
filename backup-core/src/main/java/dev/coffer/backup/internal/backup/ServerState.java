package dev.coffer.backup.internal.backup;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run asks the server before anything else.
 *
 * @param encoding of the database
 * @param user the role
 * @param lockCapacity how many locks of all sessions fit into its lock table
 * @param standby whether it is a replica
 * @param mayReadLsn whether the role may ask for the write-ahead log position
 * @param mayReadTimeline whether it may ask for the history that the position belongs to
 */
record ServerState(
        String encoding, String user, long lockCapacity, boolean standby, boolean mayReadLsn, boolean mayReadTimeline) {
    static final String QUERY = "SELECT pg_catalog.current_setting('server_encoding'), current_user,"
            + " pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8"
            + " * (pg_catalog.current_setting('max_connections')::pg_catalog.int8"
            + " + pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8),"
            + " pg_catalog.pg_is_in_recovery(),"
            + " pg_catalog.has_function_privilege('pg_catalog.pg_current_wal_lsn()', 'EXECUTE')"
            + " AND pg_catalog.has_function_privilege('pg_catalog.pg_last_wal_replay_lsn()', 'EXECUTE'),"
            + " pg_catalog.has_function_privilege('pg_catalog.pg_control_checkpoint()', 'EXECUTE')";

    static ServerState of(@Nullable String[] row) {
        return new ServerState(
                Objects.requireNonNull(row[0]),
                Objects.requireNonNull(row[1]),
                Long.parseLong(Objects.requireNonNull(row[2])),
                "t".equals(row[3]),
                "t".equals(row[4]),
                "t".equals(row[5]));
    }

    /** A Neon server has one timeline of PostgreSQL's, and for each branch a history of its own. */
    String timelineSql() {
        return mayReadTimeline
                ? "(SELECT pg_catalog.concat_ws('/', timeline_id, pg_catalog.current_setting('neon.timeline_id', true))"
                        + " FROM pg_catalog.pg_control_checkpoint())"
                : "NULL";
    }

    String lsnFunction() {
        if (!mayReadLsn) {
            return "NULL";
        }
        return standby ? "pg_catalog.pg_last_wal_replay_lsn()" : "pg_catalog.pg_current_wal_lsn()";
    }
}
