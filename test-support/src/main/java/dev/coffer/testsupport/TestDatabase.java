package dev.coffer.testsupport;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of one test; closing it drops it, connections or not. Safe for use by several threads. */
public final class TestDatabase implements AutoCloseable {
    private static final String OBJECT_IN_USE = "55006";

    private final TestServer server;
    private final String name;

    TestDatabase(TestServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** The server it is on. */
    public TestServer server() {
        return server;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** A libpq URI for the superuser, with password. */
    public String uri() {
        return server.uri(name);
    }

    /** A libpq URI for this user. */
    public String uri(String user, String password) {
        return server.uri(name, user, password);
    }

    /** A JDBC URL for the superuser, with password. */
    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    /** A data source for the superuser, without a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        return source;
    }

    /** A connection for the superuser, in auto-commit mode. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    /** Runs statements on a connection of their own, each in a transaction of its own. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("in " + name + " on " + server + ": " + e.getMessage(), e);
        }
    }

    /** The first column of the first row as text; null where that is NULL or there is no row. */
    public @Nullable String query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException("in " + name + " on " + server + ": " + e.getMessage(), e);
        }
    }

    /** Drops it, with its subscriptions. */
    @Override
    public void close() {
        String drop = "DROP DATABASE IF EXISTS " + TestServer.quote(name) + " WITH (FORCE)";
        try {
            server.administer(drop);
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof SQLException cause) || !OBJECT_IN_USE.equals(cause.getSQLState())) {
                throw e;
            }
            dropSubscriptions();
            server.administer(drop);
        }
    }

    private void dropSubscriptions() {
        execute(
                "DO $$ DECLARE s name; BEGIN FOR s IN SELECT subname FROM pg_subscription JOIN pg_database d ON d.oid = subdbid"
                        + " WHERE datname = current_database() LOOP EXECUTE format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', s);"
                        + " EXECUTE format('DROP SUBSCRIPTION %I', s); END LOOP; END $$");
    }

    @Override
    public String toString() {
        return name + " on " + server;
    }
}
