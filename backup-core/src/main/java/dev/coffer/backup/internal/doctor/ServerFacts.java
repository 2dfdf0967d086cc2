package dev.coffer.backup.internal.doctor;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself, the database and the session, asked in two messages.
 *
 * @param version {@code server_version}
 * @param encoding of the database
 * @param collate LC_COLLATE of the database
 * @param collationChange null, or the recorded and the present version of the default collation, where they differ
 * @param database the database's name
 * @param databaseBytes its size
 * @param role the current role
 * @param standby whether the server is in recovery
 * @param process the one that serves, which a pooler does not show
 * @param tls the protocol between the server and whoever is connected to it, or null where nothing is encrypted
 * @param local whether that one is on the same machine
 * @param time the server's clock, at about the middle of the round trip
 * @param freeConnections how many more the role can have
 * @param mayCreate whether the role may create schemas
 * @param mayCreateDatabases whether the role may create databases
 * @param publicSchema whether the role may create in the schema public; null where there is none
 * @param extensions those that are installed
 * @param available how many extensions can be installed
 * @param timeouts the settings that end something after a while, in milliseconds, that are not 0
 * @param pinned the same as a run sets them for itself; empty where that works
 * @param readOnly whether transactions begin read-only
 */
record ServerFacts(
        String version,
        String encoding,
        String collate,
        @Nullable String collationChange,
        String database,
        long databaseBytes,
        String role,
        boolean standby,
        int process,
        @Nullable String tls,
        boolean local,
        Instant time,
        long freeConnections,
        boolean mayCreate,
        boolean mayCreateDatabases,
        @Nullable Boolean publicSchema,
        List<String> extensions,
        int available,
        Map<String, Timeout> timeouts,
        Map<String, Timeout> pinned,
        boolean readOnly) {
    private static final int KNOWS_COLLATION_VERSIONS = 150000;

    /**
     * A setting that ends something.
     *
     * @param source what set it, as {@code pg_settings.source} says
     */
    record Timeout(Duration value, String source) {}

    private static final String SERVER = """
            SELECT pg_catalog.current_setting('server_version'), pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, COLLATION_CHANGE,
                d.datname, pg_catalog.pg_database_size(d.oid), current_user, pg_catalog.pg_is_in_recovery(),
                pg_catalog.pg_backend_pid(), (SELECT s.version FROM pg_catalog.pg_stat_ssl s
                    WHERE s.pid = pg_catalog.pg_backend_pid() AND s.ssl),
                coalesce(pg_catalog.inet_client_addr() <<= '127.0.0.0/8' OR pg_catalog.inet_client_addr() = '::1'
                    OR pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr(), true),
                (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8,
                least(pg_catalog.current_setting('max_connections')::pg_catalog.int8
                        - pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int8
                        - (SELECT coalesce(sum(b.numbackends), 0) FROM pg_catalog.pg_stat_database b),
                    CASE WHEN d.datconnlimit >= 0 THEN d.datconnlimit - pg_catalog.pg_stat_get_db_numbackends(d.oid) END,
                    CASE WHEN r.rolconnlimit >= 0 THEN r.rolconnlimit
                        - (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid) END),
                pg_catalog.has_database_privilege(d.oid, 'CREATE'), r.rolcreatedb OR r.rolsuper,
                (SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE') FROM pg_catalog.pg_namespace n
                    WHERE n.nspname = 'public'),
                (SELECT count(*) FROM pg_catalog.pg_available_extensions()),
                pg_catalog.current_setting('default_transaction_read_only')
            FROM pg_catalog.pg_database d, pg_catalog.pg_roles r
            WHERE d.datname = pg_catalog.current_database() AND r.rolname = current_user""";

    private static final String COLLATION_CHANGE = "CASE WHEN d.datcollversion"
            + " <> pg_catalog.pg_database_collation_actual_version(d.oid) THEN concat(d.datcollversion, ' and ',"
            + " pg_catalog.pg_database_collation_actual_version(d.oid)) END";

    private static final String EXTENSIONS =
            "SELECT concat(e.extname, ' ', e.extversion) FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql'"
                    + " ORDER BY 1";

    private static final String TIMEOUTS = "SELECT s.name, s.setting, s.source FROM pg_catalog.pg_settings s"
            + " WHERE s.name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',"
            + " 'idle_session_timeout', 'transaction_timeout') AND s.setting <> '0' ORDER BY 1";

    static ServerFacts ask(Session session) throws SQLException {
        String server = SERVER.replace(
                "COLLATION_CHANGE", session.serverVersion() >= KNOWS_COLLATION_VERSIONS ? COLLATION_CHANGE : "NULL");
        List<List<@Nullable String[]>> answers = session.query(
                "BEGIN TRANSACTION READ ONLY; " + server + "; " + EXTENSIONS + "; " + TIMEOUTS + "; COMMIT");
        List<List<@Nullable String[]>> pinned = session.query(Pins.BEGIN_BACKUP + "; "
                + Pins.forBackup(session.serverVersion(), Duration.ZERO) + "; " + TIMEOUTS + "; ROLLBACK");
        @Nullable String[] row = answers.get(0).get(0);
        return new ServerFacts(
                text(row, 0),
                text(row, 1),
                text(row, 2),
                row[3],
                text(row, 4),
                number(row, 5),
                text(row, 6),
                flag(row, 7),
                (int) number(row, 8),
                row[9],
                flag(row, 10),
                Instant.EPOCH.plus(number(row, 11), ChronoUnit.MICROS),
                number(row, 12),
                flag(row, 13),
                flag(row, 14),
                row[15] == null ? null : flag(row, 15),
                answers.get(1).stream().map(extension -> text(extension, 0)).toList(),
                (int) number(row, 16),
                timeouts(answers.get(2)),
                timeouts(pinned.get(0)),
                text(row, 17).equals("on"));
    }

    private static Map<String, Timeout> timeouts(List<@Nullable String[]> rows) {
        Map<String, Timeout> timeouts = new LinkedHashMap<>();
        rows.forEach(row -> timeouts.put(text(row, 0), new Timeout(Duration.ofMillis(number(row, 1)), text(row, 2))));
        return timeouts;
    }

    private static String text(@Nullable String[] row, int column) {
        return requireNonNull(row[column]);
    }

    private static long number(@Nullable String[] row, int column) {
        return Long.parseLong(text(row, column));
    }

    private static boolean flag(@Nullable String[] row, int column) {
        return text(row, column).equals("t");
    }
}
