package dev.coffer.examples.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The code under test in the samples. */
final class Proteins {
    private final Connection connection;

    Proteins(Connection connection) {
        this.connection = connection;
    }

    int count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM proteins")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    void weigh(String accession, int mass) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE proteins SET mass = ? WHERE accession = ?")) {
            statement.setInt(1, mass);
            statement.setString(2, accession);
            statement.executeUpdate();
        }
    }
}
