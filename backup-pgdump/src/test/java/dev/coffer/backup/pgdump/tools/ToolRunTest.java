package dev.coffer.backup.pgdump.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.ToolException;
import dev.coffer.backup.spi.LibpqConnection;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@OnServerOfTools
@EnabledIfClientTools({"pg_dump", "pg_restore"})
@SuppressWarnings("try") // what a lock is held for is not named again
class ToolRunTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestServer server = TestServer.ofTools();
    private final ClientTools tools = ToolFinder.of(null).forServer(15);

    @Test
    void dumpsADatabase() throws Exception {
        try (TestDatabase database = database()) {
            assertThat(dump(database)).startsWith("PGDMP".getBytes(UTF_8));
        }
    }

    @Test
    @DisplayName("F34 names that look like options, quotes and spaces reach the server as they are")
    void f34HostileNames() throws Exception {
        server.administer("CREATE ROLE \"-U '\\ =x\" LOGIN SUPERUSER PASSWORD 'pw:\\with''colon'");
        try (TestDatabase database = server.createDatabase("--help host='evil' \\", "")) {
            database.execute("CREATE TABLE t (id int)");
            LibpqConnection connection = LibpqConnection.of(database.uri("-U '\\ =x", "pw:\\with'colon"));
            try (ToolRun run = ToolRun.start(call(connection, "--schema-only"), message -> {})) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                run.drainTo(out);
                assertThat(run.await()).isEmpty();
                assertThat(out.toString(UTF_8)).contains("CREATE TABLE public.t");
            }
        } finally {
            server.administer("DROP ROLE \"-U '\\ =x\"");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName(
            "F37 while a tool runs, neither its arguments nor its environment show the password, and its file is the owner's alone")
    void f37NoSecretInArguments() throws Exception {
        try (TestDatabase database = database();
                Connection locker = locked(database);
                ToolRun run = ToolRun.start(call(connection(database)), message -> {})) {
            Path process = Path.of("/proc/" + run.pid());
            assertThat(Files.readString(process.resolve("cmdline")))
                    .contains("--dbname=")
                    .doesNotContain(server.password());
            String environment = Files.readString(process.resolve("environ"));
            assertThat(environment).contains("PGAPPNAME=coffer").doesNotContain(server.password());
            Path file = Path.of(Stream.of(environment.split("\0"))
                    .filter(variable -> variable.startsWith("PGPASSFILE="))
                    .findFirst()
                    .orElseThrow()
                    .substring("PGPASSFILE=".length()));
            assertThat(permissions(file)).isEqualTo("rw-------");
            assertThat(permissions(file.getParent())).isEqualTo("rwx------");
            run.close();
            assertThat(file).doesNotExist();
            assertThat(file.getParent()).doesNotExist();
        }
    }

    @Test
    void namesAWrongPassword() {
        try (TestDatabase database = database()) {
            LibpqConnection wrong = LibpqConnection.of(database.uri("postgres", "canary"));
            assertThatThrownBy(() -> runToEnd(call(wrong)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageMatching(
                            "pg_dump ended with status 1: connection to server at \"localhost\" \\([0-9.:]+\\), port "
                                    + server.port() + " failed: password authentication failed for user \"postgres\"\n"
                                    + "Hint: check user, password and database name, and whether pg_hba.conf lets it in from here")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.AUTHENTICATION);
        }
    }

    @Test
    void saysThatNobodyAnswers() {
        LibpqConnection nobody = LibpqConnection.of("postgresql://u:p@127.0.0.1:1/d");
        assertThatThrownBy(() -> runToEnd(call(nobody)))
                .hasMessage(
                        "pg_dump ended with status 1: connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n"
                                + "Hint: check host and port, and whether a firewall lets the connection through")
                .extracting(e -> ((BackupException) e).code())
                .isEqualTo(ErrorCode.UNREACHABLE);
    }

    @Test
    void namesATableThatTheRoleMayNotRead() throws Exception {
        server.administer("CREATE ROLE reader_of_nothing LOGIN PASSWORD 'x'");
        try (TestDatabase database = database()) {
            assertThatThrownBy(() -> runToEnd(call(LibpqConnection.of(database.uri("reader_of_nothing", "x")))))
                    .hasMessage("pg_dump ended with status 1: query failed: permission denied for table secrets\n"
                            + "Hint: connect as the owner, or GRANT the role what the message names")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.PERMISSION);
        } finally {
            server.administer("DROP ROLE reader_of_nothing");
        }
    }

    @Test
    @DisplayName("F20 row security that would hide rows fails the dump")
    void f20RowSecurity() throws Exception {
        server.administer("CREATE ROLE half_blind LOGIN PASSWORD 'x'");
        try (TestDatabase database = database()) {
            database.execute("ALTER TABLE secrets ENABLE ROW LEVEL SECURITY", "GRANT SELECT ON secrets TO half_blind");
            assertThatThrownBy(() -> runToEnd(call(LibpqConnection.of(database.uri("half_blind", "x")))))
                    .hasMessage(
                            "pg_dump ended with status 1: query failed: query would be affected by row-level security policy for table \"secrets\"\n"
                                    + "Hint: take the backup as a role with BYPASSRLS, or as the owner of the table")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.ROW_SECURITY);
        } finally {
            server.administer("DROP OWNED BY half_blind", "DROP ROLE half_blind");
        }
    }

    @Test
    void endsAToolThatHangs() throws Exception {
        try (TestDatabase database = database();
                Connection locker = locked(database)) {
            ToolCall hanging = new ToolCall(
                    Tool.PG_DUMP,
                    tools.dump(),
                    List.of("--format=custom"),
                    connection(database),
                    Duration.ofSeconds(1));
            try (ToolRun run = ToolRun.start(hanging, message -> {})) {
                run.drainTo(OutputStream.nullOutputStream());
                assertThatThrownBy(run::await)
                        .isInstanceOf(ToolException.class)
                        .hasMessage(
                                "pg_dump gave no sign of life for 1 seconds and was ended\nHint: look in pg_stat_activity for"
                                        + " what it waits for (application coffer), or wait longer with silence");
                assertThat(ProcessHandle.of(run.pid())).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("F06 an interrupted thread ends the tool and keeps its flag")
    void f06Interrupted() throws Exception {
        try (TestDatabase database = database();
                Connection locker = locked(database);
                ToolRun run = ToolRun.start(call(connection(database)), message -> {})) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    run.await();
                } catch (Throwable e) {
                    thrown.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
            });
            thread.start();
            thread.interrupt();
            thread.join();
            assertThat(thrown.get())
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("the thread was interrupted while pg_dump was running");
            assertThat(flag.get()).isTrue();
            assertThat(ProcessHandle.of(run.pid())).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheSignalThatEndedATool() throws Exception {
        try (TestDatabase database = database();
                Connection locker = locked(database);
                ToolRun run = ToolRun.start(call(connection(database)), message -> {})) {
            ProcessHandle.of(run.pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(run::await)
                    .isInstanceOf(ToolException.class)
                    .hasMessage("pg_dump was ended by signal 9");
        }
    }

    @Test
    @DisplayName("F37 an error about a row names the table, the row's number and the constraint, and no value")
    void f37NoValueOfARow() throws Exception {
        try (TestDatabase source = database();
                TestDatabase target = server.createDatabase()) {
            source.execute("INSERT INTO secrets VALUES (2, 'harmless'), (3, 'the canary')");
            target.execute(
                    "CREATE TABLE secrets (id int PRIMARY KEY, word text CHECK (word <> 'the canary'))",
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no %', NEW.word; END $$");
            byte[] dump = dump(source);
            BackupException refused = catchThrowableOfType(
                    BackupException.class, () -> restore(dump, target, "--data-only", "--exit-on-error"));
            assertThat(refused)
                    .hasMessage(
                            "pg_restore ended with status 1: COPY failed for table \"secrets\": new row for relation"
                                    + " \"secrets\" violates check constraint \"secrets_word_check\""
                                    + " (row 3)");
            target.execute("CREATE TRIGGER refuse BEFORE INSERT ON secrets FOR EACH ROW EXECUTE FUNCTION refuse()");
            assertThatThrownBy(() -> restore(dump, target, "--data-only", "--exit-on-error"))
                    .hasMessage(
                            "pg_restore ended with status 1: COPY failed for table \"secrets\": an error whose text is left out"
                                    + " because it may hold values of rows; the server's log has it (row 1)");
        }
    }

    @Test
    void reportsProgressLineByLine() throws Exception {
        try (TestDatabase database = database()) {
            List<String> said = new CopyOnWriteArrayList<>();
            try (ToolRun run =
                    ToolRun.start(call(connection(database), "--verbose"), message -> said.add(message.text()))) {
                run.drainTo(OutputStream.nullOutputStream());
                run.await();
            }
            assertThat(said).contains("dumping contents of table \"public.secrets\"");
        }
    }

    @Test
    void diesWithTheJvm() throws Exception {
        try (TestDatabase database = database();
                Connection locker = locked(database)) {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            String path = Stream.of("java.class.path", "jdk.module.path")
                    .map(System::getProperty)
                    .filter(value -> value != null && !value.isEmpty())
                    .reduce("target/test-classes", (a, b) -> a + File.pathSeparator + b);
            Process jvm = new ProcessBuilder(
                            java.toString(), "-cp", path, ExitWhileDumping.class.getName(), database.uri())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(jvm.getInputStream().readAllBytes(), UTF_8);
            assertThat(jvm.waitFor()).as(printed).isZero();
            String[] pidAndFile = printed.strip().split(" ");
            await().until(() -> ProcessHandle.of(Long.parseLong(pidAndFile[0])).isEmpty());
            assertThat(Path.of(pidAndFile[1])).doesNotExist();
        }
    }

    /** Starts a dump that waits for a lock, and leaves. */
    static final class ExitWhileDumping {
        public static void main(String[] args) throws Exception {
            ToolCall call = new ToolCall(
                    Tool.PG_DUMP,
                    ToolFinder.of(null).forServer(15).dump(),
                    List.of("--format=custom"),
                    LibpqConnection.of(args[0]),
                    Duration.ZERO);
            ToolRun run = ToolRun.start(call, message -> {});
            String environment = Files.readString(Path.of("/proc/" + run.pid() + "/environ"));
            int start = environment.indexOf("PGPASSFILE=") + "PGPASSFILE=".length();
            System.out.println(run.pid() + " " + environment.substring(start, environment.indexOf('\0', start)));
            System.exit(0);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private TestDatabase database() {
        TestDatabase database = server.createDatabase();
        database.execute(
                "CREATE TABLE secrets (id int PRIMARY KEY, word text)", "INSERT INTO secrets VALUES (1, 'harmless')");
        return database;
    }

    private static Connection locked(TestDatabase database) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE secrets IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    private byte[] dump(TestDatabase database) throws IOException {
        try (ToolRun run = ToolRun.start(call(connection(database), "--format=custom"), message -> {})) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            run.drainTo(out);
            assertThat(run.await()).isEmpty();
            return out.toByteArray();
        }
    }

    private void restore(byte[] dump, TestDatabase into, String... arguments) throws IOException {
        ToolCall call = new ToolCall(Tool.PG_RESTORE, tools.restore(), List.of(arguments), connection(into), MINUTE);
        try (ToolRun run = ToolRun.start(call, message -> {});
                InputStream in = new ByteArrayInputStream(dump)) {
            run.feed(in);
            run.await();
        }
    }

    private static void runToEnd(ToolCall call) throws IOException {
        try (ToolRun run = ToolRun.start(call, message -> {})) {
            run.drainTo(OutputStream.nullOutputStream());
            run.await();
        }
    }

    private ToolCall call(LibpqConnection connection, String... arguments) {
        return new ToolCall(Tool.PG_DUMP, tools.dump(), List.of(arguments), connection, MINUTE);
    }

    private static LibpqConnection connection(TestDatabase database) {
        return LibpqConnection.of(database.uri());
    }
}
