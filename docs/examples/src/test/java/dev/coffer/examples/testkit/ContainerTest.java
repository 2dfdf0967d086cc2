package dev.coffer.examples.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.testkit.RestoreBackup;
import dev.coffer.testsupport.EnabledIfContainers;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** What docs/how-to/test-with-testcontainers.md shows. */
@EnabledIfContainers
// tag::testcontainers[]
@Testcontainers
@RestoreBackup("fixtures/proteins.json")
class ContainerTest {
    @Container
    static final PostgreSQLContainer POSTGRES =
            new PostgreSQLContainer("postgres:17").withInitScript("db/migration/V1__proteins.sql");

    @Test
    void countsProteins(Connection connection) throws SQLException {
        assertThat(new Proteins(connection).count()).isEqualTo(2);
    }
}
// end::testcontainers[]
