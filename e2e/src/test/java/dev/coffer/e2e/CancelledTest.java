package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verify, drill, compare, copy and archive: how far they are, and that stopping them leaves nothing behind. */
class CancelledTest {
    /** Of its own, since the databases that are there are counted. */
    private static TestServer server;

    private final List<Progress> told = new ArrayList<>();
    private TestDatabase database;
    private Backup backup;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.builder().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void backUp() {
        database = server.createDatabase();
        database.execute(
                "CREATE TABLE protein (id int PRIMARY KEY, name text)",
                "INSERT INTO protein SELECT n, 'protein ' || n FROM generate_series(1, 5000) n",
                "CREATE TABLE species AS SELECT generate_series(1, 10) id");
        backup = Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(JsonTableExporter.create())
                .to(folder.resolve("backups"))
                .build()
                .run()
                .directory());
    }

    @AfterEach
    void drop() {
        assertThat(database.query("SELECT count(*) FROM pg_database WHERE datname LIKE 'coffer_drill_%'"))
                .isEqualTo("0");
        database.close();
    }

    @Test
    void verifyTellsHowFarItIs() {
        assertThat(backup.verify(told::add, JsonRestoreStrategy.create()).isSound())
                .isTrue();

        assertThat(told).extracting(Progress::phase).startsWith(Progress.Phase.VERIFY, Progress.Phase.ROWS);
        assertThat(last().rows()).isEqualTo(5010).isEqualTo(last().estimatedRows());
    }

    @Test
    void drillTellsHowFarItIs() {
        assertThat(backup.drill(PostgresDatabase.of(database.uri()), told::add, JsonRestoreStrategy.create())
                        .passed())
                .isTrue();

        assertThat(told)
                .extracting(Progress::phase)
                .contains(Progress.Phase.PRE_DATA, Progress.Phase.COMMIT, Progress.Phase.SNAPSHOT);
        assertThat(told).anyMatch(progress -> progress.rows() == 5010 && progress.bytes() > 50_000);
    }

    @Test
    void comparisonTellsHowFarItIs() {
        assertThat(compare(told::add, database.uri()).isSame()).isTrue();

        assertThat(told).extracting(Progress::phase).contains(Progress.Phase.SNAPSHOT);
        assertThat(last().rows()).isEqualTo(10_020).isEqualTo(last().estimatedRows());
    }

    @Test
    void copyAndArchiveTellHowFarTheyAre() throws IOException {
        long bytes = backup.contents().stream().mapToLong(file -> file.bytes()).sum();

        assertThat(backup.copyTo(folder.resolve("copies"), told::add).tables()).hasSize(2);
        assertThat(last().phase()).isEqualTo(Progress.Phase.COPY);
        assertThat(last().bytes()).isEqualTo(bytes).isEqualTo(last().estimatedBytes());

        assertThat(backup.archiveTo(folder.resolve("b.tar.gz"), told::add)).isRegularFile();
        assertThat(last().bytes()).isEqualTo(bytes);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        backup.writeTo(out, ArchiveFormat.TAR_GZ, told::add);
        assertThat(last().bytes()).isEqualTo(bytes).isEqualTo(last().estimatedBytes());
        told.clear();
        InputStream in = new ByteArrayInputStream(out.toByteArray());
        assertThat(Backup.readFrom(in, folder.resolve("received"), told::add).tables())
                .hasSize(2);
        assertThat(told).hasSizeGreaterThan(1).extracting(Progress::phase).containsOnly(Progress.Phase.COPY);
        assertThat(last().bytes()).isEqualTo(bytes);
    }

    private Progress last() {
        return told.get(told.size() - 1);
    }

    @Test
    @DisplayName("F06 an interrupted verification, drill or comparison leaves nothing behind")
    void interrupted() {
        isCancelled(() -> assertThat(backup.verify(interrupting(Progress.Phase.ROWS), JsonRestoreStrategy.create()))
                .isNull());
        for (Progress.Phase phase : List.of(Progress.Phase.ROWS, Progress.Phase.POST_DATA, Progress.Phase.SNAPSHOT)) {
            isCancelled(() -> assertThat(backup.drill(
                            PostgresDatabase.of(database.uri()), interrupting(phase), JsonRestoreStrategy.create()))
                    .isNull());
        }
        isCancelled(() -> compare(interrupting(Progress.Phase.SNAPSHOT), database.uri()));
        isCancelled(() -> compare(interrupting(Progress.Phase.ROWS), database.uri()));
        assertThat(backup.proof()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**/*.csv");
    }

    @Test
    @DisplayName("F06 an interrupted copy or archive leaves nothing behind")
    void interruptedCopies() {
        Path copies = folder.resolve("copies");
        isCancelled(() -> backup.copyTo(copies, interrupting(Progress.Phase.COPY)));
        assertThat(copies).isEmptyDirectory();

        Path archive = folder.resolve("b.tar.gz");
        isCancelled(() -> backup.archiveTo(archive, interrupting(Progress.Phase.COPY)));
        assertThat(folder).isDirectoryNotContaining("glob:**/b.tar.gz*");

        isCancelled(() -> backup.writeTo(
                OutputStream.nullOutputStream(), ArchiveFormat.TAR_GZ, interrupting(Progress.Phase.COPY)));
    }

    @Test
    @DisplayName("F06 an interrupted comparison of two backups leaves no details behind")
    void interruptedOffline() {
        Path details = folder.resolve("details.txt");
        isCancelled(() -> ComparisonPlan.builder()
                .before(backup)
                .after(backup)
                .strategy(JsonRestoreStrategy.create())
                .details(details, ComparisonPlan.Details.TEXT)
                .listener(interrupting(Progress.Phase.ROWS))
                .build()
                .run());
        assertThat(details).doesNotExist();
    }

    @Test
    @DisplayName("F06 an interrupted incremental backup leaves nothing, and its base as it was")
    void interruptedIncrement() {
        for (Progress.Phase phase : List.of(
                Progress.Phase.CATALOGUE, Progress.Phase.SNAPSHOT, Progress.Phase.ROWS, Progress.Phase.FINISH)) {
            isCancelled(() -> increment(database.uri(), interrupting(phase)));
            onlyTheBaseIsThere();
        }
    }

    @Test
    @DisplayName("F04 an incremental backup whose connection is cut leaves nothing, and its base as it was")
    void cutIncrement() {
        for (String text : List.of("coffer_states", "COPY ")) {
            try (Relay relay = new Relay(server.port())) {
                relay.cutAfter(text);
                assertThatThrownBy(() -> increment(relay.through(database.uri()), ProgressListener.NONE))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("Hint: ");
            }
            onlyTheBaseIsThere();
        }
    }

    private BackupReport increment(String url, ProgressListener listener) {
        database.execute("UPDATE species SET id = id");
        return BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .base(backup, JsonRestoreStrategy.create())
                .to(folder.resolve("backups"))
                .listener(listener)
                .build()
                .run();
    }

    private void onlyTheBaseIsThere() {
        assertThat(folder.resolve("backups"))
                .isDirectoryContaining(file -> file.equals(backup.directory()))
                .isDirectoryNotContaining("glob:**.partial");
        assertThat(Backup.list(folder.resolve("backups"))).containsExactly(backup);
        assertThat(backup.verify(JsonRestoreStrategy.create()).isSound()).isTrue();
    }

    @Test
    @DisplayName("F06 an archive whose reading is interrupted is not taken in, and its stream stays open")
    void interruptedReading() throws IOException {
        Path archive = backup.archiveTo(folder.resolve("whole.tar.gz"));
        Path into = folder.resolve("received");
        Thread caller = Thread.currentThread();
        AtomicBoolean closed = new AtomicBoolean();
        try (InputStream file = Files.newInputStream(archive)) {
            InputStream in = new FilterInputStream(file) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    caller.interrupt();
                    return super.read(bytes, offset, Math.min(length, 1000));
                }

                @Override
                public void close() {
                    closed.set(true);
                }
            };
            isCancelled(() -> Backup.readFrom(in, into));
        }
        assertThat(closed).isFalse();
        assertThat(into)
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(folder).isEmptyDirectory());
    }

    @Test
    @DisplayName("F06 an interrupted look at a plan is cancelled")
    void interruptedPreflight() {
        isCancelled(() -> {
            Thread.currentThread().interrupt();
            assertThat(plan(database.uri()).preflight()).isNull();
        });
    }

    @Test
    @DisplayName("F04 a look at a plan whose connection is cut has that as a finding")
    void cutPreflight() {
        try (Relay relay = new Relay(server.port())) {
            relay.cutAfter("pg_available_extensions");
            assertThat(plan(relay.through(database.uri())).preflight().findings())
                    .filteredOn(finding -> finding.severity() == Preflight.Severity.ERROR)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.what())
                                .isEqualTo("looking at the server: the connection to the server was lost");
                        assertThat(finding.hint()).isNotBlank();
                    });
        }
    }

    private BackupPlan plan(String url) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .to(folder.resolve("backups"))
                .build();
    }

    @Test
    @DisplayName("F04 a connection that is cut ends a drill and a comparison with what happened")
    void cut() {
        try (Relay relay = new Relay(server.port())) {
            relay.cutAfter("ADD CONSTRAINT");
            assertThatThrownBy(() -> assertThat(backup.drill(
                                    PostgresDatabase.of(relay.through(database.uri())), JsonRestoreStrategy.create()))
                            .isNull())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("Hint: ");
        }
        try (Relay relay = new Relay(server.port())) {
            relay.cutAfter("COPY ");
            assertThatThrownBy(() -> compare(ProgressListener.NONE, relay.through(database.uri())))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("Hint: ");
        }
    }

    private dev.coffer.backup.ComparisonReport compare(ProgressListener listener, String url) {
        return ComparisonPlan.builder()
                .before(backup)
                .after(PostgresDatabase.of(url))
                .strategy(JsonRestoreStrategy.create())
                .listener(listener)
                .build()
                .run();
    }

    private static ProgressListener interrupting(Progress.Phase phase) {
        Thread caller = Thread.currentThread();
        return progress -> {
            if (progress.phase() == phase) {
                caller.interrupt();
            }
        };
    }

    private static void isCancelled(ThrowingCallable work) {
        try {
            assertThatThrownBy(work).isInstanceOf(CancelledException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
