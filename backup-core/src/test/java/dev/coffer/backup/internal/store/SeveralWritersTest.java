package dev.coffer.backup.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.spi.Compression;
import dev.coffer.testsupport.Costly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Costly
class SeveralWritersTest {
    private static final int THREADS = 8;
    private static final int EACH = 10;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void f11ThreadsInTheSameSecondNeverMix(Disk disk) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Disk.Root root = disk.root()) {
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Future<List<Path>>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String mark = "thread " + thread + " backup ";
                running.add(threads.submit(() -> {
                    List<Path> made = new ArrayList<>();
                    for (int i = 0; i < EACH; i++) {
                        together.await();
                        made.add(Samples.backup(root.path(), Samples.NOW, Compression.NONE, mark + i));
                    }
                    return made;
                }));
            }
            Set<Path> made = new HashSet<>();
            for (Future<List<Path>> thread : running) {
                made.addAll(thread.get());
            }

            assertThat(made).hasSize(THREADS * EACH);
            allAreWholeAndDifferent(root.path(), THREADS * EACH);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void f11ProcessesInTheSameSecondNeverMix() throws IOException {
        try (WriterProcess one = WriterProcess.start(temporary, WriterProcess.Until.END, THREADS / 2);
                WriterProcess two = WriterProcess.start(temporary, WriterProcess.Until.END, THREADS / 2);
                WriterProcess three = WriterProcess.start(temporary, WriterProcess.Until.END, THREADS / 2)) {
            assertThat(List.of(one.await(), two.await(), three.await())).containsOnly("done");
        }

        allAreWholeAndDifferent(temporary, 3 * THREADS / 2);
    }

    private static void allAreWholeAndDifferent(Path root, int count) throws IOException {
        List<BackupFiles> found = BackupFiles.list(root);
        assertThat(found).hasSize(count);
        Set<String> marks = new HashSet<>();
        for (BackupFiles backup : found) {
            backup.verify(List.of("json", "csv"));
            marks.add(Files.readString(backup.directory().resolve("schema.json")));
        }
        assertThat(marks).hasSize(count);
        try (Stream<Path> all = Files.list(root)) {
            assertThat(all).hasSize(count);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"END", "COMMITTED"})
    void f01AKilledWriterLeavesNothingThatIsListedAndNobodyHoldsIt(WriterProcess.Until point) throws IOException {
        Path partial = temporary.resolve("sample_2025-10-12_141656.partial");
        try (WriterProcess writer = WriterProcess.start(temporary, point, 1)) {
            assertThat(writer.await()).isEqualTo(point.name());
            assertThat(Hold.isHeld(partial)).isTrue();
        }

        assertThat(BackupFiles.list(temporary)).isEmpty();
        assertThat(partial).isDirectory();
        assertThat(Hold.isHeld(partial)).isFalse();
        assertThat(Samples.backup(temporary)).isEqualTo(temporary.resolve("sample_2025-10-12_141656-2"));
        assertThat(BackupFiles.list(temporary)).hasSize(1);
    }

    @Test
    void f01AWriterThatIsKilledAfterTheRenameLeavesAWholeBackup() throws IOException {
        try (WriterProcess writer = WriterProcess.start(temporary, WriterProcess.Until.COMMITTED, 1)) {
            assertThat(writer.await()).isEqualTo("COMMITTED");
        }
        Path backup = temporary.resolve("sample_2025-10-12_141656");
        Files.createFile(backup.resolve(".lock"));

        assertThat(BackupFiles.open(backup).verify(List.of("csv"))).isEqualTo("manifest, SHA-256 of 5 files");
    }

    @Test
    void aFolderIsHeldUntilItsWriterEnds() throws IOException {
        Path partial = temporary.resolve("sample_2025-10-12_141656.partial");
        BackupWriter writer = BackupWriter.create(temporary, "sample", Samples.NOW);
        assertThat(Hold.isHeld(partial)).isTrue();
        assertThat(Hold.isHeld(partial)).isTrue();

        writer.close();

        assertThat(partial).doesNotExist();
    }
}
