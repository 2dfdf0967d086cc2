package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.spi.TableData;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More tables than the lock table takes in one transaction (P5), on a server whose lock table is small. */
class SeveralTransactionsTest {
    private static final int TABLES = 300;

    private static TestServer server;
    private TestDatabase target;

    @BeforeAll
    static void startServer() {
        server = TestServer.builder()
                .setting("max_locks_per_transaction", "10")
                .setting("max_connections", "20")
                .start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void createTarget() {
        target = server.createDatabase();
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private static HandMade many(int tables) {
        HandMade backup = new HandMade().pre("sequence", "numbers", "CREATE SEQUENCE public.numbers");
        backup.pre("enum type", "mood", "CREATE TYPE public.mood AS ENUM ('ok')");
        for (int i = 0; i < tables; i++) {
            backup.table("t" + i, "id integer, name text", "1\tone", "2\ttwo");
        }
        for (int i = 0; i < tables; i++) {
            String table = "public.t" + i;
            backup.entry(
                    "primary key",
                    "public",
                    table + " t" + i + "_pkey",
                    Section.POST_DATA,
                    List.of("ALTER TABLE " + table + " ADD PRIMARY KEY (id)"),
                    new TableName("public", "t" + i),
                    "ALTER TABLE " + table + " DROP CONSTRAINT t" + i + "_pkey");
        }
        for (int i = 1; i < tables; i++) {
            String table = "public.t" + i;
            backup.entry(
                    "foreign key",
                    "public",
                    table + " t" + i + "_fkey",
                    Section.POST_DATA,
                    List.of("ALTER TABLE " + table + " ADD CONSTRAINT t" + i
                            + "_fkey FOREIGN KEY (id) REFERENCES public.t" + (i - 1)),
                    new TableName("public", "t" + i),
                    "ALTER TABLE " + table + " DROP CONSTRAINT t" + i + "_fkey");
        }
        return backup.sequence("numbers", 41, true);
    }

    @Test
    void restoresMoreTablesThanOneTransactionCanLock() {
        RestoreReport report = Restoring.of(many(TABLES), target).run();

        assertThat(report.transactions()).isGreaterThan(5);
        assertThat(report.rows()).isEqualTo(2 * TABLES);
        assertThat(report.warnings())
                .containsExactly(
                        "the server's lock table is too small for one transaction: a failure would have removed what"
                                + " was committed before it");
        assertThat(target.query("SELECT count(*) FROM pg_constraint WHERE conrelid >= 16384 AND contype IN ('p', 'f')"))
                .isEqualTo(String.valueOf(2 * TABLES - 1));
        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("42");
    }

    @Test
    void removesWhatItCommittedWhenItFailsAtTheEnd() {
        target.execute("CREATE TABLE mine (id int)");
        HandMade backup = many(TABLES)
                .rows(
                        TableData.LARGE_OBJECTS_NAME,
                        TableData.Kind.LARGE_OBJECTS,
                        LargeObjectsTest.COLUMNS,
                        "7\t0\t\\\\x01\n".getBytes(UTF_8))
                .post("view", "public.last", "t1", "CREATE VIEW public.last AS SELECT nope");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.where().object()).isEqualTo("view public.last");
        assertThat(failure.problem().what()).doesNotContain("left");
        assertThat(target.query(
                        "SELECT string_agg(relname, ',') FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .isEqualTo("mine");
        assertThat(target.query("SELECT count(*) FROM pg_largeobject_metadata")).isEqualTo("0");
        assertThat(target.query("SELECT count(*) FROM pg_type WHERE typname = 'mood'"))
                .isEqualTo("0");
    }

    @Test
    void namesWhatItCannotRemove() {
        HandMade backup = many(TABLES)
                .post(
                        "statement",
                        "outside",
                        "t1",
                        "CREATE SCHEMA outside",
                        "CREATE VIEW outside.v AS SELECT * FROM public.t7");
        for (int i = 0; i < 100; i++) {
            backup.post("index", "public.x" + i, "t" + i, "CREATE INDEX ON public.t" + i + " (name)");
        }
        backup.post("view", "public.last", "t1", "CREATE VIEW public.last AS SELECT nope");

        BackupException failure = Restoring.of(backup, target).fail();

        assertThat(failure.problem().what())
                .endsWith("; of what the restore had committed this is left: table public.t7");
    }

    @Test
    void refusesRowsOnlyForMoreTablesThanOneTransactionCanLock() {
        assertThat(Restoring.of(many(TABLES), target)
                        .scope(Scope.SCHEMA_ONLY)
                        .run()
                        .rows())
                .isZero();

        BackupException failure =
                Restoring.of(many(TABLES), target).scope(Scope.DATA_ONLY).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
        assertThat(failure)
                .hasMessage(
                        "the server's lock table has room for 200 locks, one transaction with these 300 tables would take"
                                + " 900\n"
                                + "Hint: raise max_locks_per_transaction on the target and restart it, or restore everything into an"
                                + " empty database, which can be done in several transactions");
    }
}
