package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Guard;
import dev.coffer.backup.GuardNotice;
import dev.coffer.backup.GuardReport;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports that fail, and what the guard makes of it. */
class GuardTest {
    private static final String STATE =
            "SELECT string_agg(r, E'\\n' ORDER BY r) FROM (SELECT 'a' || a::text AS r FROM parent a"
                    + " UNION ALL SELECT 'b' || b::text FROM child b UNION ALL SELECT 'c' || c::text FROM other c) s";

    @TempDir
    Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();

    @BeforeEach
    void createDatabase() {
        database.execute(
                "CREATE TABLE parent (id serial PRIMARY KEY, name text)",
                "CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent)",
                "CREATE TABLE other (id int PRIMARY KEY)",
                "INSERT INTO parent (name) SELECT 'p' || g FROM generate_series(1, 50) g",
                "INSERT INTO child SELECT g, g FROM generate_series(1, 50) g",
                "INSERT INTO other VALUES (1)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private BackupPlan.Builder plan(Format format) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(format.exporter())
                .to(folder);
    }

    private <T, E extends Exception> Guard<T, E> guard(Format format, Guard.Work<T, E> work) {
        return plan(format).build().around(work).strategy(format.strategy());
    }

    private static TableName name(String table) {
        return new TableName("public", table);
    }

    private String halfAnImport() throws IOException {
        database.execute(
                "INSERT INTO parent (name) VALUES ('half')",
                "UPDATE parent SET name = 'overwritten' WHERE id = 1",
                "DELETE FROM child WHERE id > 10");
        throw new IOException("the file ends in line 3");
    }

    private static GuardNotice.Outcome outcome(Throwable failure) {
        return GuardNotice.of(failure).orElseThrow().outcome();
    }

    @ParameterizedTest
    @EnumSource
    void restoresTheTablesThatItFindsTouched(Format format) {
        String before = database.query(STATE);

        IOException failure = assertThrows(
                IOException.class, () -> guard(format, this::halfAnImport).run());

        assertThat(failure).hasMessage("the file ends in line 3");
        assertThat(outcome(failure).state()).isEqualTo(GuardNotice.State.RESTORED);
        assertThat(outcome(failure).tables()).containsExactly(name("parent"), name("child"));
        assertThat(outcome(failure).report().orElseThrow().rows()).isEqualTo(100);
        assertThat(database.query(STATE)).isEqualTo(before);
        assertThat(database.query("SELECT nextval('parent_id_seq')")).isEqualTo("51");
        Path backup = outcome(failure).backup();
        assertThat(GuardNotice.of(failure).orElseThrow())
                .hasMessage("the guard restored the tables public.parent, public.child from the backup " + backup);
        assertThat(Backup.list(folder)).extracting(Backup::directory).containsExactly(backup);
    }

    @Test
    void tellsHowFarItIsAlsoWhileItRestores() {
        List<Progress.Phase> told = new ArrayList<>();

        assertThrows(
                IOException.class,
                () -> plan(Format.JSON)
                        .listener(progress -> told.add(progress.phase()))
                        .build()
                        .around(this::halfAnImport)
                        .strategy(Format.JSON.strategy())
                        .run());

        assertThat(told)
                .startsWith(Progress.Phase.CATALOGUE)
                .containsSubsequence(
                        Progress.Phase.FINISH, // the backup
                        Progress.Phase.SNAPSHOT, // what differs
                        Progress.Phase.VERIFY,
                        Progress.Phase.ROWS,
                        Progress.Phase.COMMIT);
    }

    @Test
    void restoresTablesThatReferToATouchedOne() {
        String before = database.query(STATE);

        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> guard(Format.JSON, () -> {
                            database.execute("UPDATE parent SET name = 'x'");
                            throw new IllegalStateException("no more");
                        })
                        .run());

        assertThat(outcome(failure).tables()).containsExactly(name("parent"), name("child"));
        assertThat(database.query(STATE)).isEqualTo(before);
    }

    @Test
    void restoresTheTablesThatTheCallerNames() {
        IOException failure = assertThrows(
                IOException.class,
                () -> guard(Format.JSON, this::halfAnImport)
                        .tables(TableSelection.include("child"))
                        .run());

        assertThat(outcome(failure).tables()).containsExactly(name("child"));
        assertThat(database.query("SELECT count(*) FROM child")).isEqualTo("50");
        assertThat(database.query("SELECT count(*) FROM parent")).isEqualTo("51");
    }

    @Test
    void restoresNothingWhereTheCallerDecidesSo() {
        IOException failure = assertThrows(
                IOException.class,
                () -> guard(Format.JSON, this::halfAnImport)
                        .restoreIf(why -> !(why instanceof IOException))
                        .run());

        assertThat(outcome(failure).state()).isEqualTo(GuardNotice.State.LEFT);
        assertThat(database.query("SELECT count(*) FROM child")).isEqualTo("10");
    }

    @Test
    void saysThatNothingWasTouched() {
        IOException failure = assertThrows(
                IOException.class,
                () -> guard(Format.JSON, () -> {
                            throw new IOException("no such file");
                        })
                        .run());

        assertThat(outcome(failure).state()).isEqualTo(GuardNotice.State.UNTOUCHED);
    }

    @Test
    void saysWhatKeptItFromRestoring() {
        IOException failure = assertThrows(
                IOException.class,
                () -> guard(Format.JSON, () -> {
                            database.execute("DROP TABLE other");
                            throw new IOException("half");
                        })
                        .run());

        assertThat(outcome(failure).state()).isEqualTo(GuardNotice.State.FAILED);
        assertThat(outcome(failure).tables()).containsExactly(name("other"));
        assertThat(GuardNotice.of(failure).orElseThrow())
                .hasCauseInstanceOf(BackupException.class)
                .cause()
                .hasMessageStartingWith("the target does not fit the backup: table public.other is missing");
    }

    @Test
    void returnsWhatTheWorkReturned() {
        GuardReport<String> report = guard(Format.JSON, () -> "done").run();

        assertThat(report.result()).isEqualTo("done");
        assertThat(report.fresh()).isFalse();
        assertThat(report.backup().tables()).hasSize(3);
    }

    @Test
    void takesAFreshBackupOnlyIfItIsSoundAndOfThisDatabase() throws IOException {
        Path first = guard(Format.JSON, () -> 1).run().backup().directory();

        GuardReport<Integer> again =
                guard(Format.JSON, () -> 2).orFreshWithin(Duration.ofHours(1)).run();
        GuardReport<Integer> tooOld =
                guard(Format.JSON, () -> 2).orFreshWithin(Duration.ofNanos(1)).run();

        assertThat(again.backup().directory()).isEqualTo(first);
        assertThat(again.fresh()).isTrue();
        assertThat(tooOld.fresh()).isFalse();
        for (Backup backup : Backup.list(folder)) {
            Files.writeString(backup.directory().resolve("complete_backup.json"), " ", StandardOpenOption.APPEND);
        }
        assertThat(guard(Format.JSON, () -> 3)
                        .orFreshWithin(Duration.ofHours(1))
                        .run()
                        .fresh())
                .isFalse();
        try (TestDatabase another = TestServer.newest().createDatabase()) {
            another.execute("CREATE TABLE t (id int)");
            GuardReport<Integer> elsewhere = BackupPlan.builder()
                    .source(PostgresDatabase.of(another.uri()))
                    .export(Format.JSON.exporter())
                    .to(folder)
                    .build()
                    .around(() -> 4)
                    .strategy(Format.JSON.strategy())
                    .orFreshWithin(Duration.ofHours(1))
                    .run();
            assertThat(elsewhere.fresh()).isFalse();
        }
    }

    @Test
    @DisplayName("F06 an interrupt that ended the import does not end the restore, and stays set")
    void restoresAfterAnInterrupt() {
        String before = database.query(STATE);

        InterruptedException failure = assertThrows(
                InterruptedException.class,
                () -> guard(Format.JSON, () -> {
                            database.execute("DELETE FROM child");
                            Thread.currentThread().interrupt();
                            throw new InterruptedException();
                        })
                        .run());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome(failure).state()).isEqualTo(GuardNotice.State.RESTORED);
        assertThat(database.query(STATE)).isEqualTo(before);
    }

    @Test
    @DisplayName("F04 a guard whose restore loses its connection says so, and throws what the import threw")
    void saysThatTheConnectionIsLost() throws IOException {
        try (Relay relay = new Relay(database.server().port())) {
            Guard<Integer, IOException> guard = BackupPlan.builder()
                    .source(PostgresDatabase.of(relay.through(database.uri())))
                    .export(Format.JSON.exporter())
                    .to(folder)
                    .build()
                    .around(() -> {
                        database.execute("DELETE FROM child");
                        relay.cutAfter("LOCK TABLE");
                        throw new IOException("half");
                    });

            IOException failure = assertThrows(
                    IOException.class,
                    () -> guard.strategy(Format.JSON.strategy())
                            .tables(TableSelection.include("child"))
                            .run());

            assertThat(outcome(failure).state()).isEqualTo(GuardNotice.State.FAILED);
            assertThat(((BackupException) GuardNotice.of(failure).orElseThrow().getCause()).code())
                    .isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(database.query("SELECT count(*) FROM child")).isEqualTo("0");
        }
    }

    @Test
    void refusesBeforeTheWorkBegins() {
        PlanException partial = assertThrows(
                PlanException.class,
                () -> plan(Format.JSON)
                        .where("child", Condition.equalTo("id", "1"))
                        .build()
                        .around(() -> 1));
        PlanException noStrategy = assertThrows(
                PlanException.class,
                () -> plan(Format.JSON).build().around(this::halfAnImport).run());

        assertThat(partial)
                .hasMessage(
                        "a guard needs all rows of the tables that it may have to restore\nHint: leave out where(…) and"
                                + " excludeData(…), or choose whole tables with tables(…)");
        assertThat(noStrategy.code()).isEqualTo(ErrorCode.INVALID_PLAN);
        assertThat(database.query("SELECT count(*) FROM child")).isEqualTo("50");
        assertThat(Backup.list(folder)).isEmpty();
    }
}
