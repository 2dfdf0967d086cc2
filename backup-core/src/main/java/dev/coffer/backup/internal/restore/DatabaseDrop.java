package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Drops a database that a run of ours has created, whatever was restored into it. The server drops none that has subscriptions,
 * be they disconnected.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-dropsubscription.html">PostgreSQL: DROP SUBSCRIPTION</a>
 */
public final class DatabaseDrop {
    private static final String OBJECT_IN_USE = "55006";

    private DatabaseDrop() {}

    /** Drops it if it is there; an interrupt does not keep it from that. */
    public static void drop(ConnectionSource server, String name) throws SQLException {
        String drop = "DROP DATABASE IF EXISTS " + Sql.quote(name) + " WITH (FORCE)";
        try (Session session = server.open()) {
            try {
                session.executeUninterruptibly(drop);
            } catch (SQLException e) {
                if (!OBJECT_IN_USE.equals(e.getSQLState())) {
                    throw e;
                }
                dropSubscriptions(server.withDatabase(name));
                session.executeUninterruptibly(drop);
            }
        }
    }

    /** Without a word to the publishers, which know nothing of these. */
    private static void dropSubscriptions(ConnectionSource database) throws SQLException {
        try (Session session = database.open()) {
            StringBuilder sql = new StringBuilder();
            for (@Nullable
            String[] row : session.query(
                            "SELECT s.subname FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d"
                                    + " ON d.oid = s.subdbid WHERE d.datname = current_database()")
                    .get(0)) {
                String subscription = Sql.quote(requireNonNull(row[0]));
                sql.append("ALTER SUBSCRIPTION ")
                        .append(subscription)
                        .append(" DISABLE;\nALTER SUBSCRIPTION ")
                        .append(subscription)
                        .append(" SET (slot_name = NONE);\nDROP SUBSCRIPTION ")
                        .append(subscription)
                        .append(";\n");
            }
            // Event triggers were restored too, and may refuse this; only a superuser can make them wait.
            session.query("SELECT pg_catalog.set_config('session_replication_role', 'replica', false)"
                    + " FROM pg_catalog.pg_roles WHERE rolname = current_user AND rolsuper");
            session.executeUninterruptibly(sql.toString());
        }
    }
}
