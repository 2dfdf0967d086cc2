package dev.coffer.backup.internal.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupReport;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.backup.Tuning.Moment;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that all tables share, written by several connections. */
class OneFileTest {
    private static final int TABLES = 8;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void partsAndTablesStandInOrderThoughTheSpoolIsSmall() throws Exception {
        try (TestDatabase database = filled()) {
            BackupReport report = Runs.of(database, folder)
                    .to(new OneFile())
                    .tuning(Tuning.DEFAULT
                            .withBatches(0, 1)
                            .withParts(100_000, 50_000)
                            .withSpool(70_000))
                    .run();
            assertThat(Files.readString(report.directory().resolve("one.txt"))).isEqualTo(expected(database));
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("F08 a table that only the holder may read does not leave it waiting for its own turn")
    void refusedTablesDoNotBlockTheHolder() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (TestDatabase database = filled()) {
            String expected = expected(database);
            Tuning tuning = Tuning.DEFAULT
                    .withBatches(0, 1)
                    .withParts(100_000, 50_000)
                    .withSpool(70_000)
                    .withMoments(moment -> {
                        if (moment == Moment.SNAPSHOT_TAKEN) {
                            other.submit(() -> database.execute("TRUNCATE t0, t2, t5"));
                            Waiting.untilBlocked(database, "TRUNCATE");
                        }
                    });
            BackupReport report =
                    Runs.of(database, folder).to(new OneFile()).tuning(tuning).run();
            assertThat(Files.readString(report.directory().resolve("one.txt"))).isEqualTo(expected);
        } finally {
            other.shutdown();
        }
    }

    private static TestDatabase filled() {
        TestDatabase database = TestServer.newest().createDatabase();
        for (int i = 0; i < TABLES; i++) {
            database.execute("CREATE TABLE t" + i + " AS SELECT g, repeat('x', 100) t FROM generate_series(1, "
                    + (i % 3 == 0 ? 20_000 : 50) + ") g");
        }
        return database;
    }

    private static String expected(TestDatabase database) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < TABLES; i++) {
            text.append("-- t").append(i).append('\n').append(Runs.copy(database, "public.t" + i));
        }
        return text.toString();
    }

    /** Writes COPY text, tables one after the other. */
    private static final class OneFile implements TableExporter {
        @Override
        public FormatId format() {
            return new FormatId("one", 1);
        }

        @Override
        public boolean splittable() {
            return true;
        }

        @Override
        public Export open(ExportContext run) throws IOException {
            byte[] nothing = new byte[0];
            PiecedFile file = run.piecedFile(
                    "one.txt",
                    Compression.NONE,
                    nothing,
                    run.tables(),
                    table -> new Framing(("-- " + table.name().name() + "\n").getBytes(UTF_8), nothing, nothing));
            return new Export() {
                @Override
                public RowSink table(TableData table, int part) throws IOException {
                    OutputStream out = file.piece(table, part);
                    CopyTextBuffer buffer = new CopyTextBuffer();
                    return new RowSink() {
                        @Override
                        public void row(Row row) throws IOException {
                            buffer.append(row);
                            if (buffer.length() > 8192) {
                                flush();
                            }
                        }

                        @Override
                        public void end() throws IOException {
                            flush();
                            out.close();
                        }

                        private void flush() throws IOException {
                            out.write(buffer.bytes(), 0, buffer.length());
                            buffer.clear();
                        }
                    };
                }

                @Override
                public void finish() throws IOException {
                    file.finish((out, sha) -> {});
                }

                @Override
                public void close() {
                    try {
                        file.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }
    }
}
