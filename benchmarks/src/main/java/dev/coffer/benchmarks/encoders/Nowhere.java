package dev.coffer.benchmarks.encoders;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.SharedSnapshot;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A run whose files are counted and thrown away. */
final class Nowhere implements ExportContext {
    private final TableData table;
    private long written;

    Nowhere(TableData table) {
        this.table = table;
    }

    long written() {
        return written;
    }

    private OutputStream counting() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                written++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                written += length;
            }
        };
    }

    @Override
    public String libraryVersion() {
        return "0";
    }

    @Override
    public Instant snapshotTime() {
        return Instant.EPOCH;
    }

    @Override
    public List<TableData> tables() {
        return List.of(table);
    }

    @Override
    public byte[] catalogueDocument() {
        return "{}".getBytes(UTF_8);
    }

    @Override
    public void writePreDataSql(OutputStream out) {}

    @Override
    public void writePostDataSql(OutputStream out) {}

    @Override
    public TableTotals totals(TableData of) {
        return new TableTotals(0, "0".repeat(32));
    }

    @Override
    public String fileNameFor(TableData of, String suffix) {
        return of.name().name() + suffix;
    }

    @Override
    public String loadTarget(TableData of) {
        return of.name().toString();
    }

    @Override
    public OutputStream file(String name) {
        return counting();
    }

    @Override
    public PiecedFile piecedFile(
            String name,
            Compression compression,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing) {
        return new PiecedFile() {
            @Override
            public OutputStream piece(TableData of, int part) {
                return counting();
            }

            @Override
            public void finish(Epilogue epilogue) throws IOException {
                epilogue.write(counting(), "");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public InputStream read(String name) throws IOException {
        throw new IOException("nothing is kept: " + name);
    }

    @Override
    public Optional<SharedSnapshot> snapshot() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> local(String name) {
        return Optional.empty();
    }

    @Override
    public void warn(String sentence) {}

    @Override
    public void info(String text) {}
}
