package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlErrorsTest {
    private static final TableName TABLE = new TableName("public", "t");

    private final TestDatabase database = TestServer.newest().createDatabase();
    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = ConnectionSource.ofUrl(database.uri()).open();
        session.execute("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL CHECK (n < 100), d date)");
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    private BackupException schema(String sql) {
        return SqlErrors.translate(
                catchThrowableOfType(SQLException.class, () -> session.execute(sql)), "creating the tables");
    }

    private BackupException rows(String rows) {
        return SqlErrors.translateData(
                catchThrowableOfType(SQLException.class, () -> {
                    try (Session.CopyIn copy = session.copyIn("COPY t FROM STDIN")) {
                        byte[] data = rows.getBytes(StandardCharsets.UTF_8);
                        copy.write(data, 0, data.length);
                        copy.finish();
                    }
                }),
                "loading rows",
                TABLE);
    }

    private static void is(BackupException e, ErrorCode code, String message) {
        assertThat(e).hasMessage(message);
        assertThat(e.code()).isEqualTo(code);
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("canary").contains("at org.postgresql");
        assertThat(e.getCause()).isExactlyInstanceOf(SQLException.class);
    }

    @Test
    void namesRowAndColumnOfAValueThatIsNotOneAndNotTheValue() {
        BackupException e = rows("1\t1\t\\N\n2\tcanary\t\\N\n");

        is(
                e,
                ErrorCode.DATA_REFUSED,
                "loading rows: invalid_text_representation (SQLSTATE 22P02) (table public.t, row 2, column n)");
        assertThat(e.where().row()).isEqualTo(2);
        assertThat(((SQLException) e.getCause()).getSQLState()).isEqualTo("22P02");
    }

    @Test
    void namesTheConstraintAndNotTheRow() {
        is(
                rows("1\t1\t\\N\n2\t777\t\\N\n"),
                ErrorCode.DATA_REFUSED,
                "loading rows: check_violation (SQLSTATE 23514) of constraint \"t_n_check\" on table \"t\" (table public.t, row 2)");
        is(
                rows("1\t1\t\\N\n1\t2\t\\N\n"),
                ErrorCode.DATA_REFUSED,
                "loading rows: unique_violation (SQLSTATE 23505) of constraint \"t_pkey\" on table \"t\" (table public.t, row 2)");
        is(
                rows("1\t\\N\t\\N\n"),
                ErrorCode.DATA_REFUSED,
                "loading rows: not_null_violation (SQLSTATE 23502) on table \"t\", column \"n\" (table public.t, row 1)");
        is(
                rows("1\t1\tcanary\n"),
                ErrorCode.DATA_REFUSED,
                "loading rows: invalid_datetime_format (SQLSTATE 22007) (table public.t, row 1, column d)");
        is(
                rows("canary\n"),
                ErrorCode.DATA_REFUSED,
                "loading rows: invalid_text_representation (SQLSTATE 22P02) (table public.t, row 1, column id)");
    }

    @Test
    void keepsQuietAboutWhatATriggerSays() throws SQLException {
        session.execute("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION 'canary %', NEW.n USING DETAIL = 'canary'; END $$;"
                + "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");

        is(
                rows("1\t1\t\\N\n"),
                ErrorCode.DATA_REFUSED,
                "loading rows: raise_exception (SQLSTATE P0001) (table public.t, row 1)");
    }

    @Test
    void namesTheKeyThatRowsDoNotFit() throws SQLException {
        session.execute("CREATE TABLE c (t_id int); INSERT INTO c VALUES (4242)");

        BackupException e = schema("ALTER TABLE c ADD CONSTRAINT c_t FOREIGN KEY (t_id) REFERENCES t");

        is(
                e,
                ErrorCode.STATEMENT_FAILED,
                "creating the tables: foreign_key_violation (SQLSTATE 23503) of constraint \"c_t\" on table \"c\"");
    }

    @Test
    void passesTheServersTextOnWhereItHoldsNames() {
        is(
                schema("CREATE TABLE t (a int)"),
                ErrorCode.STATEMENT_FAILED,
                "creating the tables: relation \"t\" already exists (SQLSTATE 42P07)");
    }

    @Test
    void saysWhatHelps() throws SQLException {
        String role = "plain_" + ProcessHandle.current().pid();
        database.server().administer("CREATE ROLE " + role);
        try {
            session.execute("SET ROLE " + role);
            is(
                    schema("DELETE FROM t"),
                    ErrorCode.PERMISSION,
                    "creating the tables: permission denied for table t (SQLSTATE 42501)\n"
                            + "Hint: connect as the owner, or GRANT the role what the message names");
            session.execute("RESET ROLE");
            try (Session other = ConnectionSource.ofUrl(database.uri()).open()) {
                other.execute("BEGIN; LOCK TABLE t");
                is(
                        schema("BEGIN; SET LOCAL lock_timeout = 10; LOCK TABLE t"),
                        ErrorCode.LOCK_TIMEOUT,
                        "creating the tables: canceling statement due to lock timeout (SQLSTATE 55P03)\n"
                                + "Hint: another session holds a lock: pg_stat_activity and pg_blocking_pids(pid) name it; end it, or"
                                + " wait longer with lockTimeout");
            }
            session.execute("ROLLBACK");
        } finally {
            database.server().administer("DROP ROLE " + role);
        }
    }

    @Test
    void tellsAConnectionThatWasEnded() throws SQLException {
        String pid = session.query("SELECT pg_backend_pid()").get(0).get(0)[0];
        database.execute("SELECT pg_terminate_backend(" + pid + ")");

        BackupException first = schema("SELECT 1");
        BackupException second = schema("SELECT 1");

        assertThat(first.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        is(
                second,
                ErrorCode.CONNECTION_LOST,
                "creating the tables: the connection to the server was lost\n"
                        + "Hint: the server or the network ended the connection; the server's log tells which; run again");
    }
}
