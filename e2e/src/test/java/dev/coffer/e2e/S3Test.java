package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A backup in a store that speaks S3: written there, copied there, verified, copied back, and restored from there. */
@Costly
class S3Test {
    @TempDir
    private static Path objects;

    private static S3Store store;

    private final TestDatabase source = TestServer.newest().createDatabase();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        store = S3Store.start(objects.resolve("store"));
    }

    @BeforeEach
    void fill() {
        source.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 5000) n");
        store.receiving((key, content) -> content);
    }

    @AfterEach
    void drop() {
        source.close();
    }

    @AfterAll
    static void stop() throws Exception {
        store.stop();
    }

    private BackupReport backUp(Path to) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(to)
                .build()
                .run();
    }

    private void restores(Backup backup) {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            RestorePlan.builder()
                    .from(backup)
                    .strategy(JsonRestoreStrategy.create())
                    .into(PostgresDatabase.of(target.uri()))
                    .build()
                    .run()
                    .requireComplete();
            assertThat(target.query("SELECT count(*) || ' ' || max(name) FROM proteins"))
                    .isEqualTo("5000 protein 999");
        }
    }

    private static BackupReport asThePageShows(String url, String address) {
        // tag::store[]
        Path bucket = Path.of(URI.create(address)); // such as s3://bucket/backups/
        return BackupPlan.builder()
                .source(PostgresDatabase.of(url))
                .export(JsonTableExporter.create())
                .to(bucket)
                .build()
                .run();
        // end::store[]
    }

    @Test
    void aBackupIsWrittenStraightToItAndRestoredFromThere() throws IOException {
        Path root = store.path("straight/");

        BackupReport report = asThePageShows(source.uri(), store.address("straight/"));

        assertThat(report.directory().getFileSystem()).isSameAs(root.getFileSystem());
        Backup there = Backup.open(report.directory());
        assertThat(there.verify(JsonRestoreStrategy.create()).isSound()).isTrue();
        restores(there);
        assertThat(Backup.list(root)).containsExactly(there);
    }

    @Test
    void aBackupIsCopiedThereAndBack() throws IOException {
        Path root = store.path("copies");
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());

        Backup there = local.copyTo(root);
        Backup back = there.copyTo(folder.resolve("back"));

        restores(there);
        try (Stream<Path> files = Files.walk(local.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path same = back.directory()
                        .resolve(local.directory().relativize(file).toString());
                assertThat(same).hasSameBinaryContentAs(file);
            }
        }
    }

    private static InputStream cutShort(InputStream content) {
        try {
            byte[] bytes = content.readAllBytes();
            return new ByteArrayInputStream(bytes, 0, bytes.length / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Exception refused(int status) {
        return (S3Exception)
                S3Exception.builder().statusCode(status).message("made up").build();
    }

    @Test
    @DisplayName("F14 a store that answers 500 at first: the file is sent again, and the copy is whole")
    void f14RefusedAtFirst() {
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());
        AtomicInteger refusals = new AtomicInteger();
        store.receiving((key, content) -> {
            if (key.endsWith("complete_backup.json") && refusals.incrementAndGet() <= 2) {
                throw refused(500);
            }
            return content;
        });

        Backup there = local.copyTo(store.path("refused/"));

        assertThat(refusals).hasValueGreaterThan(2);
        restores(there);
    }

    @Test
    @DisplayName("F14 a store that keeps half of what it is sent, once: the copy finds out, and sends it again")
    void f14CutShortOnce() {
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());
        AtomicInteger times = new AtomicInteger();
        store.receiving((key, content) ->
                key.endsWith("proteins.csv") && times.incrementAndGet() == 1 ? cutShort(content) : content);

        Backup there = local.copyTo(store.path("once/"));

        assertThat(times).hasValueGreaterThan(1);
        assertThat(there.verify(JsonRestoreStrategy.create()).isSound()).isTrue();
    }

    @Test
    @DisplayName(
            "F14 a store that keeps half of what it is sent, always: a failure, and nothing there counts as a backup")
    void f14CutShortAlways() throws IOException {
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());
        store.receiving((key, content) -> key.endsWith("proteins.csv") ? cutShort(content) : content);

        assertThatThrownBy(() -> local.copyTo(store.path("cut/")))
                .isInstanceOf(StorageException.class)
                .hasMessage("""
                        the copy of the file is not what was sent (file csv_exports/proteins.csv)
                        Hint: check the connection to the destination and its disk, and copy again""");

        assertNothingIsLeft("cut");
        restores(local);
    }

    @Test
    @DisplayName(
            "F14 a backup straight to a store that keeps half of a file: a failure, and nothing there counts as a backup")
    void f14StraightCutShort() throws IOException {
        store.receiving((key, content) -> key.endsWith("complete_backup.json") ? cutShort(content) : content);

        assertThatThrownBy(() -> backUp(store.path("half/")))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith("the destination holds ")
                .hasMessageContaining(" (file complete_backup.json)")
                .hasMessageEndingWith(
                        "Hint: check the connection to the destination and its disk, and run the backup again");

        assertNothingIsLeft("half");
    }

    @Test
    @DisplayName("F02 a store that is full in the middle of a backup: a failure, and nothing there counts as a backup")
    void f02StraightRefused() throws IOException {
        AtomicInteger received = store.receiving((key, content) -> {
            if (key.endsWith("complete_backup.json")) {
                throw refused(403);
            }
            return content;
        });

        assertThatThrownBy(() -> backUp(store.path("full/")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("(file complete_backup.json)\nHint: ");

        assertThat(received).hasValueGreaterThan(1);
        assertNothingIsLeft("full");
    }

    @Test
    @DisplayName("F06 an interrupt while a backup goes straight to a store, or is copied there: nothing is left in it")
    void f06Interrupted() throws IOException {
        Backup local = Backup.open(backUp(folder.resolve("local")).directory());
        BackupPlan straight = BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(store.path("stopped/"))
                .listener(interruptingAt(Progress.Phase.ROWS))
                .build();

        assertThatThrownBy(straight::run).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> local.copyTo(store.path("stopped/"), interruptingAt(Progress.Phase.COPY)))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();

        assertNothingIsLeft("stopped");
    }

    private static ProgressListener interruptingAt(Progress.Phase phase) {
        Thread caller = Thread.currentThread();
        return progress -> {
            if (progress.phase() == phase) {
                caller.interrupt();
            }
        };
    }

    private static void assertNothingIsLeft(String root) throws IOException {
        try (Stream<Path> files = Files.walk(store.objects())) {
            assertThat(files.filter(Files::isRegularFile).map(store.objects()::relativize))
                    .noneMatch(file -> file.startsWith(root));
        }
    }
}
