package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectTest {
    private static final Waking AT_ONCE = new Waking(Duration.ZERO, Duration.ZERO);

    private static TestServer server;
    private static TestDatabase database;

    @TempDir
    Path home;

    @BeforeAll
    static void createDatabase() {
        server = TestServer.newest();
        database = server.createDatabase();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private UrlSource source(String uri, Map<String, String> environment) {
        return UrlSource.of(uri, new Surroundings(environment, home, "me"));
    }

    private UrlSource source(String uri) {
        return source(uri, Map.of());
    }

    private static String query(Session session, String sql) throws SQLException {
        return session.query(sql).get(0).get(0)[0];
    }

    private void refused(UrlSource source, ErrorCode code, String message) {
        assertThatThrownBy(() -> source.with(AT_ONCE).open())
                .isInstanceOf(DatabaseException.class)
                .hasMessage(message)
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo(code);
    }

    @Test
    void setsWhatATransactionPoolerAndALongRestoreNeed() throws SQLException {
        try (Session session = source(database.uri()).open()) {
            assertThat(query(session, "SHOW application_name")).isEqualTo("coffer");
            assertThat(query(session, "SELECT count(*) FROM pg_prepared_statements"))
                    .isEqualTo("0");
            assertThat(session.serverVersion() / 10_000).isEqualTo(server.major());
        }
    }

    @Test
    void noticesAPeerThatIsGone() throws IOException {
        try (Socket socket = new KeepAliveSockets("30,10,3").createSocket()) {
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(30);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(10);
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        }
    }

    @Test
    void sendsWhatTheStringAsksFor() throws SQLException {
        String uri = database.uri()
                + "?application_name=import&options=-c%20geqo_threshold%3D7&target_session_attrs=read-write";
        try (Session session = source(uri).open()) {
            assertThat(query(session, "SHOW application_name")).isEqualTo("import");
            assertThat(query(session, "SHOW geqo_threshold")).isEqualTo("7");
        }
    }

    @Test
    void connectsByJdbcUrl() throws SQLException {
        try (Session session = source(database.jdbcUrl()).open()) {
            assertThat(query(session, "SELECT current_database()")).isEqualTo(database.name());
        }
    }

    @Test
    void connectsToAnotherDatabaseOfTheSameServer() throws SQLException {
        try (Session session = source(database.uri()).withDatabase("postgres").open()) {
            assertThat(query(session, "SELECT current_database()")).isEqualTo("postgres");
        }
    }

    @Test
    void connectsToADatabaseOfAnyName() throws SQLException {
        try (TestDatabase odd = server.createDatabase("a/b?c=d&e+f %41 \"'蛋", "");
                Session session = source(odd.uri()).open()) {
            assertThat(query(session, "SELECT current_database()")).isEqualTo(odd.name());
        }
    }

    @Test
    void triesTheHostsInTheirOrder() throws SQLException, IOException {
        String uri = database.uri().replace("@localhost:", "@localhost:" + closedPort() + ",localhost:");
        try (Session session = source(uri).open()) {
            assertThat(query(session, "SELECT 1")).isEqualTo("1");
        }
    }

    /** The password is {@code a+b%2F@:}; what libpq makes of each spelling is in the last column, tried with psql as well. */
    @ParameterizedTest
    @CsvSource({
        "a%2Bb%252F%40%3A, true",
        "a+b%252F%40:, true",
        "a+b%252F%40%3a, true",
        "a+b%2F%40:, false",
        "a%20b%252F%40:, false"
    })
    @EnabledIfClientTools("psql")
    void readsAPasswordAsPsqlDoes(String encoded, boolean right) {
        String role = "role_" + Integer.toHexString(encoded.hashCode());
        server.administer("CREATE ROLE " + role + " LOGIN PASSWORD 'a+b%2F@:'");
        try {
            String uri = "postgresql://" + role + ":" + encoded + "@localhost:" + server.port() + "/postgres";

            boolean psql = ClientTools.run(ClientTools.require("psql"), "-X", "-w", "-d", uri, "-c", "SELECT 1")
                            .exitCode()
                    == 0;

            assertThat(psql).isEqualTo(right);
            assertThat(connects(uri)).isEqualTo(right);
        } finally {
            server.administer("DROP ROLE " + role);
        }
    }

    private boolean connects(String uri) {
        try (Session session = source(uri).open()) {
            return session.serverVersion() > 0;
        } catch (DatabaseException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.AUTHENTICATION);
            return false;
        }
    }

    @Test
    void takesThePasswordFromTheEnvironment() throws SQLException {
        String uri = "postgresql://postgres@localhost:" + server.port() + "/" + database.name();

        UrlSource without = source(uri);
        UrlSource with = source(uri, Map.of("PGPASSWORD", server.password()));

        assertThat(without.lacksPassword()).isTrue();
        assertThat(with.lacksPassword()).isFalse();
        try (Session session = with.open()) {
            assertThat(query(session, "SELECT current_user")).isEqualTo("postgres");
        }
        try (Session session = without.withPassword(server.password()).open()) {
            assertThat(query(session, "SELECT current_user")).isEqualTo("postgres");
        }
    }

    @Test
    void namesAWrongPasswordAndWhereItCameFrom() {
        String address = "postgres@localhost:" + server.port() + "/" + database.name();
        String what = "cannot connect to " + address
                + ": password authentication failed for user \"postgres\" (SQLSTATE 28P01)"
                + "\nHint: check user and password; the password is the one in ";

        refused(
                source(server.uri(database.name(), "postgres", "canary")),
                ErrorCode.AUTHENTICATION,
                what + "the connection string");
        refused(
                source("postgresql://" + address, Map.of("PGPASSWORD", "canary")),
                ErrorCode.AUTHENTICATION,
                what + "PGPASSWORD");
    }

    @Test
    void saysThatAPasswordIsMissing() {
        String address = "postgres@localhost:" + server.port() + "/" + database.name();
        refused(
                source("postgresql://" + address),
                ErrorCode.AUTHENTICATION,
                "cannot connect to " + address + ": the server asks for a password, and none was given\n"
                        + "Hint: put the password into the connection string, PGPASSWORD or ~/.pgpass");
    }

    @Test
    void namesADatabaseThatDoesNotExist() {
        refused(
                source(server.uri("no_such_database")),
                ErrorCode.AUTHENTICATION,
                "cannot connect to postgres@localhost:" + server.port()
                        + "/no_such_database: database \"no_such_database\" does not exist (SQLSTATE 3D000)\n"
                        + "Hint: check the database name: it is what follows the slash in the connection string");
    }

    @Test
    void namesAnUnknownHost() {
        refused(
                source("postgresql://u:canary@no-such-host.invalid/d"),
                ErrorCode.UNREACHABLE,
                "cannot connect to u@no-such-host.invalid:5432/d: the host name is not known\n"
                        + "Hint: check the host in the connection string, and that this machine can look names up");
    }

    @Test
    void namesAPortWhereNobodyListens() throws IOException {
        int port = closedPort();
        refused(
                source("postgresql://u:canary@127.0.0.1:" + port + "/d"),
                ErrorCode.UNREACHABLE,
                "cannot connect to u@127.0.0.1:" + port + "/d: nobody listens there\n"
                        + "Hint: check host and port, and that the server runs and listens on TCP (listen_addresses)");
    }

    @Test
    void doesNotWaitForEverForAServerThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = silent.getLocalPort();
            refused(
                    source("postgresql://u:canary@127.0.0.1:" + port + "/d?connect_timeout=1&sslmode=disable"),
                    ErrorCode.UNREACHABLE,
                    "cannot connect to u@127.0.0.1:" + port + "/d: the log-in was not over in time\n"
                            + "Hint: check that a PostgreSQL server is behind host and port; connect_timeout=60 waits longer");
        }
    }

    @Test
    void namesAServerThatIsNotPostgres() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread hangUp = new Thread(() -> hangUp(other));
            hangUp.setDaemon(true);
            hangUp.start();
            int port = other.getLocalPort();
            refused(
                    source("postgresql://u:canary@127.0.0.1:" + port + "/d?sslmode=disable"),
                    ErrorCode.UNREACHABLE,
                    "cannot connect to u@127.0.0.1:" + port + "/d: the connection ended during the log-in\n"
                            + "Hint: check that a PostgreSQL server is behind host and port; its log tells more");
        }
    }

    private static void hangUp(ServerSocket other) {
        try {
            while (true) {
                other.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void namesATargetThatNoHostIs() {
        String uri = database.uri() + "?target_session_attrs=read-only";
        refused(
                source(uri),
                ErrorCode.UNREACHABLE,
                "cannot connect to postgres@localhost:" + server.port() + "/" + database.name()
                        + ": no host is of the kind that target_session_attrs asks for, or none answers\n"
                        + "Hint: check the hosts, or leave target_session_attrs out");
    }

    @Test
    void waitsForAServerThatIsNotThereYet() throws Exception {
        int port = closedPort();
        Thread late = new Thread(() -> relayLater(port));
        late.setDaemon(true);
        late.start();
        String uri = database.uri().replace(":" + server.port(), ":" + port);

        try (Session session = source(uri).open()) {
            assertThat(query(session, "SELECT 1")).isEqualTo("1");
        }
        late.interrupt();
    }

    /** Comes up after a second, as a server that starts does. */
    private static void relayLater(int port) {
        try {
            Thread.sleep(1000);
            try (ServerSocket front = new ServerSocket(port, 5, InetAddress.getByName("localhost"))) {
                while (!Thread.currentThread().isInterrupted()) {
                    Socket client = front.accept();
                    Socket back = new Socket("localhost", server.port());
                    pump(client, back);
                    pump(back, client);
                }
            }
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    private static void pump(Socket from, Socket to) {
        Thread thread = new Thread(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // One side hung up.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** A shutdown that waits for sessions lets none in any more. */
    @Test
    void namesAServerThatShutsDown() throws Exception {
        try (TestServer ending = TestServer.builder().start();
                Session stays = source(ending.uri("postgres")).open()) {
            assertThat(stays.serverVersion()).isPositive();
            long postmaster =
                    Long.parseLong(Files.readAllLines(ending.dataDirectory().resolve("postmaster.pid"))
                            .get(0));
            ProcessHandle.of(postmaster).orElseThrow().destroy();
            UrlSource late = source(ending.uri("postgres"));
            await().until(() -> {
                try {
                    late.with(AT_ONCE).open().close();
                    return false;
                } catch (DatabaseException e) {
                    return true;
                }
            });

            refused(
                    late,
                    ErrorCode.UNREACHABLE,
                    "cannot connect to " + late + ": the database system is shutting down (SQLSTATE 57P03)\n"
                            + "Hint: the server starts or shuts down: wait until it runs, then run again");
        }
    }

    @Test
    void neverTriesAWrongPasswordTwice() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> source(server.uri(database.name(), "postgres", "canary"))
                        .open())
                .isInstanceOf(DatabaseException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void doesWithoutAWorkerThatTheServerRefuses() throws SQLException {
        String role = "limited_" + ProcessHandle.current().pid();
        server.administer("CREATE ROLE " + role + " LOGIN PASSWORD 'pw' CONNECTION LIMIT 1");
        UrlSource source = source(database.uri(role, "pw"));
        try (Session first = source.open()) {
            Optional<Session> second = source.tryOpen(Duration.ofSeconds(10));

            assertThat(second).isEmpty();
            assertThat(query(first, "SELECT 1")).isEqualTo("1");
            refused(
                    source,
                    ErrorCode.UNREACHABLE,
                    "cannot connect to " + role + "@localhost:" + server.port() + "/" + database.name()
                            + ": too many connections for role \"" + role
                            + "\" (SQLSTATE 53300)\nHint: the server takes no more"
                            + " connections: raise max_connections, or end idle ones");
        } finally {
            server.administer("DROP ROLE " + role);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
