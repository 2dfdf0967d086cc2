package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.SinceServer;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static TestServer server;
    /** Of another authority, and too old for some things. */
    private static TestServer other;

    @TempDir
    Path home;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.builder().ssl().start();
        other = TestServer.builder().version(15).ssl().start();
        // Ways to log in that bind to no channel.
        Path rules = server.dataDirectory().resolve("pg_hba.conf");
        Files.writeString(
                rules,
                "host all slow all scram-sha-256\nhost all weak all md5\nhost all plain all password\nhost all open all trust\n"
                        + "hostssl all strict all scram-sha-256\nhostnossl all barred all reject\n"
                        + Files.readString(rules).replaceAll("(?m)^(host\\S*\\s+all\\s+)all\\b", "$1" + server.user()));
        server.administer(
                "CREATE ROLE strict LOGIN PASSWORD 'pw'",
                "SET password_encryption = 'md5'",
                "CREATE ROLE weak LOGIN PASSWORD 'pw'",
                "CREATE ROLE plain LOGIN PASSWORD 'pw'",
                "CREATE ROLE open LOGIN",
                "SELECT pg_reload_conf()");
        await().ignoreExceptions().until(() -> {
            try (Session session =
                    ConnectionSource.ofUrl(server.uri("postgres", "open", "pw")).open()) {
                return session.serverVersion() > 0;
            }
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        other.close();
    }

    private UrlSource source(String query) {
        return UrlSource.of(server.uri("postgres") + query, new Surroundings(Map.of(), home, "me"));
    }

    private static String tls(UrlSource source) throws SQLException {
        try (Session session = source.open()) {
            return session.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                    .get(0)
                    .get(0)[0];
        }
    }

    private void refused(UrlSource source, String why, String hint) {
        assertThatThrownBy(source::open)
                .isInstanceOf(DatabaseException.class)
                .hasMessage("cannot connect to " + source + ": " + why + "\nHint: " + hint)
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo(ErrorCode.TLS);
    }

    @Test
    void verifiesCertificateAndHostName() throws SQLException {
        String root = server.certificate().orElseThrow().toString();

        assertThat(tls(source("?sslmode=verify-full&channel_binding=require&sslrootcert=" + root)))
                .isEqualTo("t");
        assertThat(tls(source("?sslmode=verify-ca&sslrootcert=" + root))).isEqualTo("t");
        assertThat(tls(source("?sslmode=require&sslrootcert=" + root))).isEqualTo("t");
    }

    @ParameterizedTest
    @DisplayName("F35 a server with the certificate of another authority is refused")
    @ValueSource(strings = {"verify-full", "verify-ca", "require"})
    void refusesACertificateOfAnotherAuthority(String mode) {
        String root = other.certificate().orElseThrow().toString();

        refused(
                source("?sslmode=" + mode + "&sslrootcert=" + root),
                "the server's certificate is not trusted",
                "name the certificate of its authority with sslrootcert, or trust what the JVM trusts with sslrootcert=system");
    }

    @Test
    void refusesACertificateThatTheJvmDoesNotTrust() {
        refused(
                source("?sslrootcert=system"),
                "the server's certificate is not trusted",
                "name the certificate of its authority with sslrootcert, or trust what the JVM trusts with sslrootcert=system");
    }

    @Test
    @DisplayName("F35 a server with a certificate for another name is refused under verify-full")
    void refusesACertificateForAnotherName() throws SQLException {
        String root = server.certificate().orElseThrow().toString();
        String uri = server.uri("postgres").replace("@localhost:", "@127.1:");
        Surroundings surroundings = new Surroundings(Map.of(), home, "me");

        refused(
                UrlSource.of(uri + "?sslmode=verify-full&sslrootcert=" + root, surroundings),
                "the server's certificate is for another host name",
                "connect by the name in the certificate, or give sslmode=verify-ca");
        assertThat(tls(UrlSource.of(uri + "?sslmode=verify-ca&sslrootcert=" + root, surroundings)))
                .isEqualTo("t");
    }

    @Test
    void refusesToVerifyWithoutARootCertificate() {
        refused(
                source("?sslmode=verify-full&sslrootcert=" + home.resolve("none.crt")),
                "the file with the root certificate does not exist",
                "name it with sslrootcert, or trust what the JVM trusts with sslrootcert=system");
    }

    @Test
    void encryptsUnlessToldOtherwise() throws SQLException {
        assertThat(tls(source(""))).isEqualTo("t");
        assertThat(tls(source("?sslmode=require"))).isEqualTo("t");
        assertThat(tls(source("?sslmode=disable"))).isEqualTo("f");
    }

    @Test
    @SinceServer(value = 17, feature = "sslnegotiation=direct")
    void encryptsFromTheFirstByte() throws SQLException {
        assertThat(tls(source("?sslmode=require&sslnegotiation=direct"))).isEqualTo("t");
    }

    @Test
    void namesTheVersionThatEncryptsFromTheFirstByte() {
        refused(
                UrlSource.of(
                        other.uri("postgres") + "?sslmode=require&sslnegotiation=direct",
                        new Surroundings(Map.of(), home, "me")),
                "the TLS handshake failed",
                "sslnegotiation=direct needs PostgreSQL 17 or newer, and no proxy that asks first: leave it out");
    }

    @Test
    void refusesAServerWithoutTlsWhereItIsDemanded() {
        refused(
                UrlSource.of(
                        TestServer.newest().uri("postgres") + "?sslmode=require",
                        new Surroundings(Map.of(), home, "me")),
                "the server has no TLS, and sslmode=require demands it",
                "switch TLS on at the server, or give sslmode=prefer where the network is trusted");
    }

    @ParameterizedTest
    @CsvSource({"strict, no pg_hba.conf entry for", "barred, pg_hba.conf rejects connection for"})
    void saysThatRulesMayWantTls(String user, String words) {
        UrlSource source = UrlSource.of(
                server.uri("postgres", user, "pw") + "?sslmode=disable", new Surroundings(Map.of(), home, "me"));

        assertThatThrownBy(source::open)
                .isInstanceOf(DatabaseException.class)
                .hasMessage("cannot connect to " + source + ": " + words + " host \"127.0.0.1\", user \"" + user
                        + "\", database \"postgres\", no encryption (SQLSTATE 28000)\n"
                        + "Hint: check the user, and whether pg_hba.conf lets it in from here; it may want TLS, which"
                        + " sslmode=disable does not offer: give sslmode=require")
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo(ErrorCode.AUTHENTICATION);
    }

    @Test
    void takesTheWayThatTheRulesWant() throws SQLException {
        try (Session session = UrlSource.of(
                        server.uri("postgres", "strict", "pw"), new Surroundings(Map.of(), home, "me"))
                .open()) {
            assertThat(session.serverVersion()).isPositive();
        }
    }

    @Test
    @DisplayName("F35 channel binding is had where it is required, or there is no connection")
    void enforcesChannelBinding() throws SQLException {
        String why = "channel_binding=require cannot be met";
        String hint =
                "it needs TLS and a password stored as scram-sha-256: add sslmode=require; a pooler or proxy may not offer"
                        + " it: connect to the server itself, or leave channel_binding out";

        assertThat(tls(source("?sslmode=require&channel_binding=require"))).isEqualTo("t");
        refused(source("?sslmode=disable&channel_binding=require"), why, hint);
        UrlSource withoutPassword = UrlSource.of(
                "postgresql://postgres@localhost:" + server.port()
                        + "/postgres?sslmode=require&channel_binding=require",
                new Surroundings(Map.of(), home, "me"));
        assertThatThrownBy(withoutPassword::open)
                .hasMessage("cannot connect to " + withoutPassword
                        + ": the server asks for a password, and none was given\n"
                        + "Hint: put the password into the connection string, PGPASSWORD or ~/.pgpass");
        for (String role : List.of("weak", "plain", "open")) {
            Surroundings surroundings = new Surroundings(Map.of(), home, "me");
            String uri = server.uri("postgres", role, "pw") + "?sslmode=require";
            assertThat(tls(UrlSource.of(uri, surroundings))).isEqualTo("t");
            refused(UrlSource.of(uri + "&channel_binding=require", surroundings), why, hint);
        }
    }

    @Test
    @SinceServer(value = 16, feature = "scram_iterations")
    @DisplayName("F35 a server that asks for endless work at the log-in is refused before any is done")
    void refusesToHashAPasswordWithoutEnd() {
        server.administer("SET scram_iterations = 200000; CREATE ROLE slow LOGIN PASSWORD 'pw'");

        for (String mode : List.of("prefer", "verify-full")) {
            UrlSource slow = UrlSource.of(
                    server.uri("postgres", "slow", "pw") + "?sslmode=" + mode + "&sslrootcert="
                            + server.certificate().orElseThrow(),
                    new Surroundings(Map.of(), home, "me"));

            assertThatThrownBy(slow::open)
                    .isInstanceOfSatisfying(
                            DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUTHENTICATION))
                    .hasMessage("cannot connect to " + slow
                            + ": the server wants the password hashed more often than a log-in may cost\n"
                            + "Hint: check that it is the server that you mean; its administrator lowers scram_iterations and"
                            + " sets the password again");
        }
    }
}
