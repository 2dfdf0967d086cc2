package dev.coffer.examples;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The newest PostgreSQL, unpacked and run for as long as this is open, with no trace left. */
final class EmbeddedServer implements AutoCloseable {
    private final EmbeddedPostgres process;

    private EmbeddedServer(EmbeddedPostgres process) {
        this.process = process;
    }

    static EmbeddedServer start() throws IOException {
        Path programs = Files.createDirectories(
                Path.of(System.getProperty("java.io.tmpdir"), "coffer-quickstart-" + System.getProperty("user.name")));
        return new EmbeddedServer(EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(programs.toFile())
                .setLocaleConfig("locale", "C")
                .start());
    }

    /** Creates an empty database and gives its connection string. */
    String createDatabase(String name) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return "postgresql://postgres@localhost:" + process.getPort() + "/" + name;
    }

    Connection connect(String database) throws SQLException {
        return process.getDatabase("postgres", database).getConnection();
    }

    /** Such as {@code 18.6}. */
    String version() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1).replaceFirst(" .*", "");
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
