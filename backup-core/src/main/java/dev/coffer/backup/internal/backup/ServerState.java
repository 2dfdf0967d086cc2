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
 */
record ServerState(String encoding, String user, long lockCapacity, boolean standby, boolean mayReadLsn) {
    static final String QUERY = "SELECT pg_catalog.current_setting('server_encoding'), current_user,"
            + " pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8"
            + " * (pg_catalog.current_setting('max_connections')::pg_catalog.int8"
            + " + pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8),"
            + " pg_catalog.pg_is_in_recovery(),"
            + " pg_catalog.has_function_privilege('pg_catalog.pg_current_wal_lsn()', 'EXECUTE')"
            + " AND pg_catalog.has_function_privilege('pg_catalog.pg_last_wal_replay_lsn()', 'EXECUTE')";

    static ServerState of(@Nullable String[] row) {
        return new ServerState(
                Objects.requireNonNull(row[0]),
                Objects.requireNonNull(row[1]),
                Long.parseLong(Objects.requireNonNull(row[2])),
                "t".equals(row[3]),
                "t".equals(row[4]));
    }

    String lsnFunction() {
        if (!mayReadLsn) {
            return "NULL";
        }
        return standby ? "pg_catalog.pg_last_wal_replay_lsn()" : "pg_catalog.pg_current_wal_lsn()";
    }
}
