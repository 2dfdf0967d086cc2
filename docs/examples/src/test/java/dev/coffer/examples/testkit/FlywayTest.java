package dev.coffer.examples.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.testkit.Mode;
import dev.coffer.backup.testkit.RestoreBackup;
import dev.coffer.backup.testkit.RestoreTarget;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/how-to/test-with-flyway.md shows. */
// tag::flyway[]
@RestoreBackup(value = "fixtures/proteins.json", mode = Mode.LOAD)
class FlywayTest {
    @RestoreTarget
    private static final DataSource DATA_SOURCE = Databases.empty().dataSource();

    @BeforeAll
    static void migrate() {
        Flyway.configure().dataSource(DATA_SOURCE).load().migrate();
    }

    @Test
    void countsProteins(Connection connection) throws SQLException {
        assertThat(new Proteins(connection).count()).isEqualTo(2);
    }
}
// end::flyway[]
