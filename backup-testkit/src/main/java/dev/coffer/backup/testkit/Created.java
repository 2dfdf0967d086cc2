package dev.coffer.backup.testkit;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.spi.DatabaseSession;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The databases in which this JVM has created a backup, so that it may empty them again. */
final class Created {
    private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();

    private Created() {}

    static boolean byUs(DatabaseSession session) {
        return DATABASES.contains(identity(session));
    }

    static void remember(PostgresDatabase target) {
        try (DatabaseSession session = target.openSession()) {
            DATABASES.add(identity(session));
        }
    }

    /** A database that was dropped and created again has another one. */
    private static String identity(DatabaseSession session) {
        try {
            return Objects.requireNonNull(session.query(
                            "SELECT pg_catalog.pg_postmaster_start_time() || ' ' || d.oid FROM pg_catalog.pg_database d"
                                    + " WHERE d.datname = pg_catalog.current_database()")
                    .get(0)
                    .get(0)[0]);
        } catch (SQLException e) {
            throw session.translate(e, "looking at the target");
        }
    }
}
