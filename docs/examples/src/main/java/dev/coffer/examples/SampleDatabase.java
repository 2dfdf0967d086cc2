package dev.coffer.examples;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database to try things on: some 11,000 made-up rows of proteins, interactions and their friends, the same on every run,
 * and beside them every kind of column type and of object that Coffer claims to bring back.
 */
public final class SampleDatabase {
    private SampleDatabase() {}

    /**
     * Fills an empty database, in one transaction. The role must be allowed to create extensions.
     *
     * @param connection in auto-commit mode, as it is again afterwards
     */
    public static void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            run("proteins.sql", connection);
            run("lab.sql", connection);
            new SampleRows(connection).write();
            run("types.sql", connection);
            run("odd_names.sql", connection);
            run("code.sql", connection);
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** One paragraph is one message: nothing may follow a {@code BEGIN ATOMIC} body in the same one. */
    private static void run(String script, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String paragraph : Resources.text("sample/" + script).split("\n\n", -1)) {
                statement.execute(paragraph);
            }
        }
    }
}
