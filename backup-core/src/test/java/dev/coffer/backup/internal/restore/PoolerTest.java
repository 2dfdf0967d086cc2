package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.EnabledIfPgBouncer;
import dev.coffer.testsupport.PgBouncer;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a pooler that gives a connection for one transaction only. */
@EnabledIfPgBouncer
class PoolerTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void restoresAndLeavesNoSettingBehind(int poolSize) throws Exception {
        TestServer server = TestServer.newest();
        TestDatabase target = server.createDatabase();
        String role = "pooled_" + target.name();
        target.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'", "GRANT ALL ON SCHEMA public TO " + role);
        try (target;
                PgBouncer bouncer = PgBouncer.before(target, role, "pw", poolSize)) {
            String uri = bouncer.uri(target.name(), role, "pw");
            ConnectionSource into = ConnectionSource.ofUrl(uri);

            assertThat(new Restoring(RestoreScopesTest.shop(), into)
                            .scope(Scope.SCHEMA_ONLY)
                            .run()
                            .entries())
                    .isEqualTo(5);
            RestoreReport rows = new Restoring(RestoreScopesTest.shop(), into)
                    .scope(Scope.DATA_ONLY)
                    .run();

            assertThat(rows.rows()).isEqualTo(5);
            assertThat(rows.warnings()).isEmpty();
            try (Connection next = DriverManager.getConnection(
                            "jdbc:" + uri.replaceFirst("//[^@]*@", "//") + "?prepareThreshold=0", role, "pw");
                    ResultSet shown = next.createStatement()
                            .executeQuery(
                                    "SELECT current_setting('search_path') || current_setting('check_function_bodies')")) {
                assertThat(shown.next()).isTrue();
                assertThat(shown.getString(1)).isEqualTo("\"$user\", publicon");
            }
        } finally {
            server.administer("DROP ROLE IF EXISTS " + role);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void restoresWithMoreJobsThanThePoolHasConnections(int poolSize) throws Exception {
        TestServer server = TestServer.newest();
        TestDatabase target = server.createDatabase();
        String role = "pooled_" + target.name();
        target.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'", "GRANT ALL ON SCHEMA public TO " + role);
        try (target;
                PgBouncer bouncer = PgBouncer.before(target, role, "pw", poolSize)) {
            ConnectionSource into = ConnectionSource.ofUrl(bouncer.uri(target.name(), role, "pw"));

            assertThat(new Restoring(SeveralJobsTest.shop(), into).jobs(4).run().rows())
                    .isEqualTo(SeveralJobsTest.ROWS);
        } finally {
            server.administer("DROP ROLE IF EXISTS " + role);
        }
    }
}
