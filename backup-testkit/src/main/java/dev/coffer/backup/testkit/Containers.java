package dev.coffer.backup.testkit;

import dev.coffer.backup.PostgresDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.JdbcDatabaseContainer;

/** Testcontainers' databases, where Testcontainers is there. */
final class Containers {
    private Containers() {}

    /** Whether a field of this type can hold a PostgreSQL container; by name, since the class may be missing. */
    static boolean is(Class<?> type) {
        for (@Nullable Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals("org.testcontainers.postgresql.PostgreSQLContainer")
                    || at.getName().equals("org.testcontainers.containers.PostgreSQLContainer")) {
                return true;
            }
        }
        return false;
    }

    /** The database of a container, which is started if it was not; {@code start()} does nothing for one that runs. */
    static PostgresDatabase database(Object container) {
        JdbcDatabaseContainer<?> database = (JdbcDatabaseContainer<?>) container;
        database.start();
        String url = database.getJdbcUrl();
        return PostgresDatabase.of(url + (url.contains("?") ? "&" : "?") + "user=" + encoded(database.getUsername())
                + "&password=" + encoded(database.getPassword()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
