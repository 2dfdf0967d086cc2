package dev.coffer.backup.contract;

import dev.coffer.backup.PostgresDatabase;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A database of its own on somebody's server; closing it drops it. */
final class ContractDatabase implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/]+/)[^?]*(.*)", Pattern.DOTALL);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String adminUrl;
    private final String name;

    private ContractDatabase(String adminUrl, String name) {
        this.adminUrl = adminUrl;
        this.name = name;
    }

    static ContractDatabase create(String adminUrl) throws SQLException {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        ContractDatabase database =
                new ContractDatabase(adminUrl, "contract_" + HexFormat.of().formatHex(random));
        executeOn(adminUrl, "CREATE DATABASE " + database.name + " ENCODING 'UTF8' TEMPLATE template0");
        return database;
    }

    String url() {
        Matcher parts = URL.matcher(adminUrl);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "adminUrl must have the form jdbc:postgresql://host:port/database?user=…&password=…");
        }
        return parts.group(1) + name + parts.group(2);
    }

    PostgresDatabase database() {
        return PostgresDatabase.of(url());
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    void execute(String... statements) throws SQLException {
        executeOn(url(), statements);
    }

    private static void executeOn(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Nullable
    String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    Map<String, String> rows() throws SQLException {
        try (Connection connection = connect()) {
            return ServerRows.of(connection);
        }
    }

    @Override
    public void close() throws SQLException {
        executeOn(adminUrl, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }
}
