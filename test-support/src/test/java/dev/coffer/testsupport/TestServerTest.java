package dev.coffer.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestServerTest {

    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void versionsRunSideBySide(int major) {
        TestServer server = TestServer.version(major);
        try (TestDatabase database = server.createDatabase()) {
            assertThat(database.query("SHOW server_version")).startsWith(major + ".");
            assertThat(database.query("SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(database.query("SELECT datcollate FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("C");
        }
    }

    @Test
    void sharedServerIsOne() {
        assertThat(TestServer.newest()).isSameAs(TestServer.version(ServerBinaries.underTest()));
    }

    @Test
    void wrongPasswordIsRefused() {
        TestServer server = TestServer.newest();
        String url = server.jdbcUrl("postgres").replace(server.password(), "wrong");
        assertThatThrownBy(() -> DriverManager.getConnection(url))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void closedDatabaseIsGoneThoughSomebodyIsConnected() throws SQLException {
        TestDatabase database = TestServer.newest().createDatabase();
        try (Connection held = database.connect()) {
            database.close();
            assertThat(held.isValid(1)).isFalse();
        }
        assertThatThrownBy(database::connect).hasMessageContaining("does not exist");
    }

    @Test
    void databaseTakesAnyNameAndEncoding() {
        String name = "a b\"%+" + ProcessHandle.current().pid();
        try (TestDatabase database = TestServer.newest().createDatabase(name, "ENCODING 'LATIN1' TEMPLATE template0")) {
            assertThat(database.query("SELECT current_database()")).isEqualTo(name);
            assertThat(database.query("SHOW server_encoding")).isEqualTo("LATIN1");
        }
    }

    @Test
    @EnabledIfClientTools("psql")
    void uriIsWhatLibpqReads() {
        try (TestDatabase database = TestServer.newest().createDatabase("x y%", "")) {
            ToolResult result = ClientTools.run(
                    ClientTools.require("psql"), "-X", "-At", "-d", database.uri(), "-c", "SELECT current_database()");
            assertThat(result.requireSuccess().output()).isEqualTo("x y%\n");
        }
    }

    @Test
    void privateServerHasItsSettingsAndTls() throws SQLException {
        try (TestServer server = TestServer.builder()
                        .version(15)
                        .setting("max_connections", "33")
                        .setting("log_line_prefix", "it's %m ")
                        .ssl()
                        .start();
                TestDatabase database = server.createDatabase()) {
            assertThat(database.query("SHOW max_connections")).isEqualTo("33");
            assertThat(database.query("SHOW log_line_prefix")).isEqualTo("it's %m ");
            Path certificate = server.certificate().orElseThrow();
            String url = database.jdbcUrl() + "&sslmode=verify-full&channelBinding=require&sslrootcert=" + certificate;
            try (Connection connection = DriverManager.getConnection(url);
                    var rows = connection
                            .createStatement()
                            .executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getBoolean(1)).isTrue();
            }
        }
    }

    @Test
    void failureToStartShowsWhatTheServerSaid() {
        assertThatThrownBy(() -> TestServer.builder()
                        .setting("max_connections", "none")
                        .startupWait(Duration.ofSeconds(2))
                        .start())
                .hasMessageContaining("max_connections");
    }

    @Test
    @EnabledIfCorpora
    void corpusLoads() {
        try (TestDatabase database = TestServer.version(15).createDatabase()) {
            Corpora.load("northwind", database);
            assertThat(database.query("SELECT count(*) > 0 FROM orders")).isEqualTo("t");
        }
    }
}
