package dev.coffer.backup.internal.store;

import static dev.coffer.backup.internal.store.Samples.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.CancelledException;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PiecedFileTest {
    private static final long SMALL_SPOOL = 100_000;

    @TempDir
    Path root;

    @ParameterizedTest
    @EnumSource
    void severalThreadsAtOnceGiveTheSameBytesAsOne(Compression compression) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (long limit : new long[] {0, SMALL_SPOOL, BackupWriter.DEFAULT_SPOOL}) {
            List<TableData> tables = IntStream.range(0, 40)
                    .mapToObj(i -> Samples.table(i, "public", "t" + i, 1 + random.nextInt(4)))
                    .toList();
            List<Task> tasks = tasks(tables, random);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            expected.write('[');
            for (TableData table : tables) {
                expected.write(table(table, tasks));
            }
            String sha = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(expected.toByteArray()));
            expected.write(utf8("end " + sha));

            try (BackupWriter writer = BackupWriter.create(root, "concurrent", Samples.NOW, limit)) {
                write(writer, compression, tables, tasks);

                byte[] written = writer.read("all").readAllBytes();
                byte[] plain = compression
                        .decompress(new ByteArrayInputStream(written), "all")
                        .readAllBytes();
                assertThat(plain).as("seed %d, limit %d", seed, limit).isEqualTo(expected.toByteArray());
                eachPieceLiesWhereItIsRecorded(writer.files().get(0), written, tables, tasks);
            }
        }
    }

    private record Task(TableData table, int part, byte[] bytes) {}

    private static List<Task> tasks(List<TableData> tables, Random random) {
        List<Task> tasks = new ArrayList<>();
        for (TableData table : tables) {
            for (int part = 0; part < table.parts(); part++) {
                int[] sizes = {0, 1, 100, 5_000, 70_000, 300_000};
                byte[] bytes = new byte[sizes[random.nextInt(sizes.length)]];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) ('a' + random.nextInt(16));
                }
                tasks.add(new Task(table, part, bytes));
            }
        }
        return tasks;
    }

    private static byte[] table(TableData table, List<Task> tasks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Samples.framing(table).head());
        boolean any = false;
        for (Task task : tasks) {
            if (task.table() == table && task.bytes().length > 0) {
                if (any) {
                    bytes.write(Samples.framing(table).separator());
                }
                any = true;
                bytes.write(task.bytes());
            }
        }
        bytes.write(Samples.framing(table).tail());
        return bytes.toByteArray();
    }

    private static void write(BackupWriter writer, Compression compression, List<TableData> tables, List<Task> tasks)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PiecedFile file = writer.piecedFile("all", "json", compression, utf8("["), tables, Samples::framing)) {
            List<Future<?>> running = new ArrayList<>();
            for (Task task : tasks) {
                running.add(threads.submit(() -> {
                    Random random = new Random(task.bytes().length);
                    try (OutputStream piece = file.piece(task.table(), task.part())) {
                        for (int from = 0; from < task.bytes().length; ) {
                            int length = Math.min(1 + random.nextInt(100_000), task.bytes().length - from);
                            piece.write(task.bytes(), from, length);
                            from += length;
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> task : running) {
                task.get();
            }
            file.finish((out, sha256) -> out.write(utf8("end " + sha256)));
        } finally {
            threads.shutdownNow();
        }
    }

    private static void eachPieceLiesWhereItIsRecorded(
            Manifest.File file, byte[] written, List<TableData> tables, List<Task> tasks) throws IOException {
        for (TableData table : tables) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (Manifest.Piece piece : file.pieces()) {
                if (piece.table() == table.index()) {
                    InputStream lies = new ByteArrayInputStream(written, (int) piece.offset(), (int) piece.length());
                    byte[] plain =
                            file.compression().decompress(lies, "a piece").readAllBytes();
                    assertThat(plain).hasSize((int) piece.plainLength());
                    bytes.write(plain);
                }
            }
            assertThat(bytes.toByteArray()).isEqualTo(table(table, tasks));
        }
    }

    @Test
    void aPieceWaitsWhenTheSpoolIsFullAndGoesOnWhenItsTurnComes() throws Exception {
        TableData first = Samples.table(0, "public", "first", 1);
        TableData second = Samples.table(1, "public", "second", 1);
        try (BackupWriter writer = BackupWriter.create(root, "waiting", Samples.NOW, SMALL_SPOOL);
                PiecedFile file = file(writer, first, second)) {
            AtomicInteger blocks = new AtomicInteger();
            FutureTask<Void> later = start(() -> {
                try (OutputStream piece = file.piece(second, 0)) {
                    for (int i = 0; i < 30; i++) {
                        piece.write(new byte[10_000]);
                        blocks.incrementAndGet();
                    }
                }
            });
            await().until(() -> blocks.get() == 10);
            Thread.sleep(50);
            assertThat(blocks).hasValue(10);

            Samples.piece(file, first, 0, "rows");
            later.get();

            file.finish((out, sha256) -> {});
            assertThat(writer.files().get(0).bytes()).isEqualTo(4 + 300_000);
        }
    }

    @Test
    void anExemptThreadNeverWaits() throws Exception {
        TableData first = Samples.table(0, "public", "first", 1);
        TableData second = Samples.table(1, "public", "second", 1);
        try (BackupWriter writer = BackupWriter.create(root, "exempt", Samples.NOW, SMALL_SPOOL);
                PiecedFile file = file(writer, first, second)) {
            try (BackupWriter.Exemption unbounded = writer.spoolUnbounded(Thread.currentThread());
                    OutputStream piece = file.piece(second, 0)) {
                piece.write(new byte[3 * (int) SMALL_SPOOL]);
                assertThat(unbounded).isNotNull();
            }
            Samples.piece(file, first, 0, "rows");

            file.finish((out, sha256) -> {});

            assertThat(writer.files().get(0).bytes()).isEqualTo(4 + 3 * SMALL_SPOOL);
        }
    }

    @Test
    void aThreadThatWaitsGoesOnWhenItIsExempted() throws Exception {
        TableData first = Samples.table(0, "public", "first", 1);
        TableData second = Samples.table(1, "public", "second", 1);
        try (BackupWriter writer = BackupWriter.create(root, "exempted", Samples.NOW, SMALL_SPOOL);
                PiecedFile file = file(writer, first, second)) {
            Thread[] holder = new Thread[1];
            FutureTask<Void> outOfOrder = start(() -> {
                holder[0] = Thread.currentThread();
                try (OutputStream piece = file.piece(second, 0)) {
                    piece.write(new byte[2 * (int) SMALL_SPOOL]);
                }
                Samples.piece(file, first, 0, "rows");
            });
            await().until(() -> holder[0] != null && holder[0].getState() == Thread.State.WAITING);

            writer.spoolUnbounded(holder[0]);
            outOfOrder.get();

            file.finish((out, sha256) -> {});
            assertThat(writer.files().get(0).bytes()).isEqualTo(4 + 2 * SMALL_SPOOL);
        }
    }

    @Test
    void filesThatShareTheSpoolNeverWaitForEachOther() throws Exception {
        List<TableData> tables = IntStream.range(0, 200)
                .mapToObj(i -> Samples.table(i, "public", "t" + i, 1))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (BackupWriter writer = BackupWriter.create(root, "two", Samples.NOW, SMALL_SPOOL);
                PiecedFile json = writer.piecedFile(
                        "all.json", "json", Compression.NONE, new byte[0], tables, Samples::noFraming);
                PiecedFile gzip = writer.piecedFile(
                        "all.gz", "gzip", Compression.GZIP, new byte[0], tables, Samples::noFraming)) {
            List<Future<?>> running = new ArrayList<>();
            for (TableData table : tables) {
                running.add(threads.submit(() -> {
                    try (OutputStream one = json.piece(table, 0);
                            OutputStream two = gzip.piece(table, 0)) {
                        for (int i = 0; i < 10; i++) {
                            one.write(new byte[7_000]);
                            two.write(new byte[7_000]);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> task : running) {
                task.get();
            }
            json.finish((out, sha256) -> {});
            gzip.finish((out, sha256) -> {});

            assertThat(writer.read("all.json")).hasSameContentAs(new GZIPInputStream(writer.read("all.gz")));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anInterruptedThreadStopsWaitingAndStaysInterrupted() throws Exception {
        TableData first = Samples.table(0, "public", "first", 1);
        TableData second = Samples.table(1, "public", "second", 1);
        try (BackupWriter writer = BackupWriter.create(root, "interrupted", Samples.NOW, SMALL_SPOOL);
                PiecedFile file = file(writer, first, second)) {
            List<Boolean> flags = new ArrayList<>();
            Thread[] waiting = new Thread[1];
            FutureTask<Void> later = start(() -> {
                waiting[0] = Thread.currentThread();
                try (OutputStream piece = file.piece(second, 0)) {
                    piece.write(new byte[2 * (int) SMALL_SPOOL]);
                } finally {
                    flags.add(Thread.currentThread().isInterrupted());
                }
            });
            await().until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.WAITING);

            waiting[0].interrupt();

            assertThatThrownBy(later::get)
                    .cause()
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("the thread was interrupted\nHint: run it again; nothing of this run is kept");
            assertThat(flags).containsExactly(true);
        }
    }

    @Test
    void theFailureOfOneWakesAllWhoWait() throws Exception {
        TableData first = Samples.table(0, "public", "first", 1);
        TableData second = Samples.table(1, "public", "second", 1);
        try (BackupWriter writer = BackupWriter.create(root, "failing", Samples.NOW, SMALL_SPOOL);
                PiecedFile file = file(writer, first, second)) {
            Thread[] waiting = new Thread[1];
            FutureTask<Void> later = start(() -> {
                waiting[0] = Thread.currentThread();
                try (OutputStream piece = file.piece(second, 0)) {
                    piece.write(new byte[2 * (int) SMALL_SPOOL]);
                }
            });
            await().until(() -> waiting[0] != null && waiting[0].getState() == Thread.State.WAITING);

            writer.abort();

            assertThatThrownBy(later::get)
                    .cause()
                    .isInstanceOf(CancelledException.class)
                    .hasMessage("writing stopped because another part of the backup failed");
            assertThatThrownBy(() -> file.piece(first, 0).write(1)).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void refusesToFinishWithoutAPiece() throws IOException {
        TableData table = Samples.table(0, "public", "first", 2);
        try (BackupWriter writer = BackupWriter.create(root, "missing", Samples.NOW);
                PiecedFile file = file(writer, table)) {
            Samples.piece(file, table, 0, "rows");

            assertThatThrownBy(() -> file.finish((out, sha256) -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the file all lacks part 1 of public.first");
            assertThatThrownBy(() -> file.piece(table, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("part 0 of public.first was begun before");
            assertThatThrownBy(() -> file.piece(table, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the file all has no part 2 of public.first");
        }
    }

    @Test
    void aFileThatWasNotFinishedIsGone() throws IOException {
        TableData table = Samples.table(0, "public", "first", 1);
        try (BackupWriter writer = BackupWriter.create(root, "unfinished", Samples.NOW)) {
            PiecedFile file = file(writer, table);
            Samples.piece(file, table, 0, "rows");

            file.close();

            assertThat(writer.files()).isEmpty();
            try (var partial = Files.list(root);
                    var inside = Files.list(partial.findFirst().orElseThrow())) {
                assertThat(inside)
                        .extracting(path -> path.getFileName().toString())
                        .containsExactly(".lock");
            }
        }
    }

    @Test
    void anEmptyCompressedFileIsOneThatGunzipTakes() throws IOException {
        try (BackupWriter writer = BackupWriter.create(root, "empty", Samples.NOW);
                PiecedFile file =
                        writer.piecedFile("all", "csv", Compression.GZIP, new byte[0], List.of(), Samples::noFraming)) {
            file.finish((out, sha256) -> {});

            assertThat(new GZIPInputStream(writer.read("all"))).isEmpty();
        }
    }

    @Test
    void thousandsOfSmallPiecesWaitInMemoryAndInFiles() throws IOException {
        List<TableData> tables = IntStream.range(0, 3_000)
                .mapToObj(i -> Samples.table(i, "public", "t" + i, 1))
                .toList();
        String rows = "x".repeat(3_000);
        try (BackupWriter writer = BackupWriter.create(root, "many", Samples.NOW);
                PiecedFile file =
                        writer.piecedFile("all", "json", Compression.NONE, new byte[0], tables, Samples::noFraming)) {
            for (int i = tables.size() - 1; i >= 0; i--) {
                Samples.piece(file, tables.get(i), 0, i + rows);
            }
            file.finish((out, sha256) -> {});

            StringBuilder expected = new StringBuilder();
            IntStream.range(0, tables.size()).forEach(i -> expected.append(i).append(rows));
            assertThat(new String(writer.read("all").readAllBytes(), UTF_8)).isEqualTo(expected.toString());
        }
    }

    private static PiecedFile file(BackupWriter writer, TableData... tables) throws IOException {
        return writer.piecedFile("all", "json", Compression.NONE, new byte[0], List.of(tables), Samples::noFraming);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static FutureTask<Void> start(Work work) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        Thread thread = new Thread(task, "piece");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
