package dev.coffer.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/**
 * Databases that hold at least one of every kind of object and option: SQL files by topic, with sections that begin at
 * {@code -- since 15} and belong to that server version and newer ones.
 */
public final class EveryKind {
    private static final String SINCE = "-- since ";
    private static final String BEYOND = "-- beyond pg_dump";
    private static final List<String> TOPICS = List.of(
            "01-schemas",
            "02-types",
            "03-routines",
            "04-text-search",
            "05-sequences",
            "06-tables",
            "07-inheritance",
            "08-partitions",
            "09-constraints",
            "10-indexes",
            "11-views",
            "12-triggers",
            "13-policies",
            "14-foreign",
            "15-replication",
            "16-large-objects");

    private EveryKind() {}

    /** A new database with everything that the server's version knows. */
    public static TestDatabase create(TestServer server) {
        return create(server, true);
    }

    /** With nothing that an older version does not know. */
    public static TestDatabase createAsOf(int version, TestServer server) {
        return create(server, version, true);
    }

    /** Without the sections {@code -- beyond pg_dump}: what its scripts do not bring back. */
    public static TestDatabase createForPgDump(TestServer server) {
        return create(server, false);
    }

    private static TestDatabase create(TestServer server, boolean beyond) {
        return create(server, server.major(), beyond);
    }

    private static TestDatabase create(TestServer server, int version, boolean beyond) {
        TestDatabase database = server.createDatabase();
        // The extended protocol takes nothing after a function with BEGIN ATOMIC in the same message.
        String url = database.jdbcUrl() + "&preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String topic : TOPICS) {
                try {
                    statement.execute(sql(topic, version, beyond));
                } catch (SQLException e) {
                    throw new IllegalStateException(topic + " on " + server, e);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(database.toString(), e);
        }
        return database;
    }

    private static String sql(String topic, int version, boolean beyond) {
        StringBuilder sql = new StringBuilder();
        boolean included = true;
        for (String line : resource(topic).lines().toList()) {
            if (line.startsWith(SINCE)) {
                included = Integer.parseInt(line.substring(SINCE.length()).trim()) <= version;
            } else if (line.startsWith(BEYOND)) {
                included = beyond;
            }
            sql.append(included ? line + "\n" : "");
        }
        return sql.toString();
    }

    private static String resource(String topic) {
        try (InputStream in = EveryKind.class.getResourceAsStream("/kinds/" + topic + ".sql")) {
            return new String(Objects.requireNonNull(in, topic).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
