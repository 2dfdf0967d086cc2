package dev.coffer.backup.internal.catalogue;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.Session;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads {@link ServerInfo}. */
public final class ServerQuery {
    private ServerQuery() {}

    /** Asks. */
    public static ServerInfo ask(Session session) throws SQLException {
        return read(session.query(sql()).get(0).get(0), session);
    }

    static String sql() {
        // The columns have had several names, and may get another.
        String provider =
                "CASE to_jsonb(d) ->> 'datlocprovider' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END";
        String locale = "coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')";
        String collationVersion = "to_jsonb(d) ->> 'datcollversion'";
        return "SELECT current_setting('server_version'), current_setting('server_version_num'), datname, oid,"
                + " pg_encoding_to_char(encoding), " + provider + ", datcollate, datctype, " + locale + ", "
                + collationVersion + ", pg_database_size(oid),"
                + " has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')"
                + " FROM pg_catalog.pg_database d WHERE datname = current_database()";
    }

    static ServerInfo read(@Nullable String[] row, Session session) throws SQLException {
        return new ServerInfo(
                text(row, 0),
                Integer.parseInt(text(row, 1)),
                text(row, 2),
                systemIdentifier(text(row, 11).equals("t"), session) + "/" + text(row, 3),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                text(row, 7),
                row[8],
                row[9],
                Long.parseLong(text(row, 10)));
    }

    /** Some providers close the function, and a message that names it would fail as a whole. */
    private static String systemIdentifier(boolean allowed, Session session) throws SQLException {
        if (!allowed) {
            return "unknown";
        }
        return text(
                session.query("SELECT system_identifier FROM pg_catalog.pg_control_system()")
                        .get(0)
                        .get(0),
                0);
    }

    private static String text(@Nullable String[] row, int column) {
        return requireNonNull(row[column]);
    }
}
