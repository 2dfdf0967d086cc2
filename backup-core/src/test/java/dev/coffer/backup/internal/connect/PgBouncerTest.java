package dev.coffer.backup.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.EnabledIfPgBouncer;
import dev.coffer.testsupport.PgBouncer;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfPgBouncer
class PgBouncerTest {
    private TestServer server;
    private TestDatabase database;
    private String role;

    @BeforeEach
    void create() {
        server = TestServer.newest();
        database = server.createDatabase();
        role = "pooled_" + database.name();
        server.administer("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'");
        database.execute("GRANT ALL ON SCHEMA public TO " + role);
    }

    @AfterEach
    void drop() {
        database.close();
        server.administer("DROP ROLE " + role);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void carriesASession(int poolSize) throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", poolSize)) {
            ConnectionSource source = ConnectionSource.ofUrl(bouncer.uri(database.name(), role, "pw"));
            for (int i = 0; i < 3; i++) {
                try (Session session = source.open()) {
                    writesAndReads(session);
                }
            }
            assertThat(database.query("SELECT count(*) FROM t")).isEqualTo("9");
        }
    }

    private static void writesAndReads(Session session) throws SQLException, IOException {
        session.execute(Pins.BEGIN_RESTORE + "; " + Pins.forRestore(session.serverVersion(), Duration.ofSeconds(5))
                + "; CREATE TABLE IF NOT EXISTS public.t (a text); INSERT INTO public.t VALUES ('?'), ('one')");
        try (Session.CopyIn copy = session.copyIn("COPY public.t FROM STDIN")) {
            byte[] row = "two\n".getBytes(UTF_8);
            copy.write(row, 0, row.length);
            assertThat(copy.finish()).isEqualTo(1);
        }
        session.execute("COMMIT");
        List<String> rows = new ArrayList<>();
        session.execute(Pins.BEGIN_BACKUP + "; " + Pins.forBackup(session.serverVersion(), Duration.ofSeconds(5)));
        assertThat(session.query("SELECT 1; SELECT 2; SHOW search_path")).hasSize(3);
        session.copyOut(
                "COPY public.t TO STDOUT",
                (buffer, offset, length) -> rows.add(new String(buffer, offset, length, UTF_8)));
        assertThat(rows).contains("?", "one", "two");
        session.execute("COMMIT");
    }

    @Test
    void leavesNothingToTheNextClient() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", 1)) {
            ConnectionSource source = ConnectionSource.ofUrl(bouncer.uri(database.name(), role, "pw"));
            String before;
            try (Session session = source.open()) {
                before = settings(session);
                session.execute(
                        Pins.BEGIN_RESTORE + "; " + Pins.forRestore(session.serverVersion(), Duration.ofSeconds(5)));
                session.execute("COMMIT");
            }
            try (Session open = source.open()) {
                open.execute(Pins.BEGIN_RESTORE + "; " + Pins.forRestore(open.serverVersion(), Duration.ofSeconds(5))
                        + "; CREATE TABLE public.left_behind (a int)");
            }
            try (Session session = source.open()) {
                assertThat(settings(session)).isEqualTo(before);
                assertThat(session.query("SELECT to_regclass('public.left_behind')")
                                .get(0)
                                .get(0)[0])
                        .isNull();
            }
        }
    }

    private static String settings(Session session) throws SQLException {
        return session.query("SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings"
                        + " WHERE source = 'session' AND name <> 'application_name'")
                .get(0)
                .get(0)[0];
    }

    @Test
    void sharesASnapshotBetweenTwoSessions() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", 2)) {
            ConnectionSource source = ConnectionSource.ofUrl(bouncer.uri(database.name(), role, "pw"));
            try (Session holder = source.open();
                    Session worker = source.tryOpen(Duration.ofSeconds(10)).orElseThrow()) {
                String snapshot = holder.query(Pins.BEGIN_BACKUP + "; SELECT pg_export_snapshot()")
                        .get(0)
                        .get(0)[0];
                worker.execute(Pins.BEGIN_BACKUP + "; SET TRANSACTION SNAPSHOT '" + snapshot + "'");
                assertThat(worker.copyOut("COPY (SELECT 1) TO STDOUT", (buffer, offset, length) -> {}))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void cancelsThroughThePooler() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", 1);
                Session session = ConnectionSource.ofUrl(bouncer.uri(database.name(), role, "pw"))
                        .open()) {
            assertThatThrownBy(() -> session.copyOut(
                            "COPY (SELECT generate_series(1, 100000000)) TO STDOUT", (buffer, offset, length) -> {
                                throw new IOException("enough");
                            }))
                    .isInstanceOf(IOException.class);
            assertThat(session.query("SELECT 1")).hasSize(1);
        }
    }

    @Test
    void saysWhyItRefusesStartUpOptions() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", 1)) {
            String uri = bouncer.uri(database.name(), role, "pw");
            ConnectionSource source = ConnectionSource.ofUrl(uri + "?options=-c%20geqo%3Doff");
            assertThatThrownBy(source::open)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("cannot connect to " + source
                            + ": unsupported startup parameter: options (SQLSTATE 08P01)\n"
                            + "Hint: the pooler takes no start-up settings: leave options out of the connection string, or connect"
                            + " to the server itself")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
        }
    }

    @Test
    void givesTheAddressBehindNeonsPooler() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", 1)) {
            String url = bouncer.uri(database.name(), role, "pw").replace(role + ":pw@", "");
            String jdbc = "jdbc:" + url + "?user=" + role + "&password=pw&options=-c%20geqo%3Doff";
            SQLException refusal = catchThrowableOfType(
                    SQLException.class, () -> DriverManager.getConnection(jdbc).close());
            Target neon = UrlSource.of("postgresql://u:p@ep-x-pooler.eu.neon.tech/d", Surroundings.ofProcess())
                    .target();

            assertThat(ConnectErrors.problem(refusal, neon, new Passwords("p", "given"))
                            .hint())
                    .isEqualTo(
                            "the pooler takes no start-up settings: leave options out of the connection string, or connect to"
                                    + " the server itself: ep-x.eu.neon.tech");
        }
    }

    @Test
    void namesAWrongPassword() throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(database, role, "pw", 1)) {
            ConnectionSource source = ConnectionSource.ofUrl(bouncer.uri(database.name(), role, "canary"));
            assertThatThrownBy(source::open)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("cannot connect to " + source
                            + ": SASL authentication failed (SQLSTATE 08P01)\nHint: check user,"
                            + " password and database, and that the pooler knows them; the password is the one in"
                            + " the connection string")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.AUTHENTICATION);
        }
    }
}
