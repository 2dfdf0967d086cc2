package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDatabaseTest {

    @Test
    void isTheSameOnEveryRun() throws SQLException {
        try (TestDatabase first = TestServer.newest().createDatabase();
                TestDatabase second = TestServer.newest().createDatabase();
                Connection a = first.connect();
                Connection b = second.connect()) {
            SampleDatabase.create(a);
            SampleDatabase.create(b);

            assertThat(DatabaseFingerprint.of(a).differencesTo(DatabaseFingerprint.of(b)))
                    .isEmpty();
            assertThat(first.query("SELECT count(*) FROM proteins")).isEqualTo("1424");
            assertThat(first.query("SELECT count(*) FROM interactions")).isEqualTo("2419");
            assertThat(first.query("SELECT count(*) FROM protein_aliases")).isEqualTo("6618");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE proteins SET mass = mass + 0.0001 WHERE id = 1003",
                "DELETE FROM types.numbers WHERE note = 'zero'",
                "SELECT setval('complex_number', 9995, false)",
                "ALTER TABLE organisms ALTER taxon TYPE bigint",
                "COMMENT ON TRIGGER proteins_touch ON proteins IS NULL",
                "DROP INDEX proteins_name_lower",
                "DROP VIEW strong_interactions",
                "ALTER FUNCTION degree(bigint) VOLATILE",
                "SELECT lo_put(700007, 300000, '\\x00')"
            })
    void fingerprintTellsEveryChange(String change) throws SQLException {
        try (TestDatabase database = TestServer.newest().createDatabase();
                Connection connection = database.connect()) {
            SampleDatabase.create(connection);
            DatabaseFingerprint before = DatabaseFingerprint.of(connection);

            database.execute(change);

            assertThat(before.differencesTo(DatabaseFingerprint.of(connection))).isNotEmpty();
        }
    }
}
