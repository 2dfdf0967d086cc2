package dev.coffer.backup.internal.restore;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.rows.CopyLine;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Writes COPY text, all tables into one file: core's whole way there and back without any published format. */
final class LinesExporter implements TableExporter {
    private static final FormatId FORMAT = new FormatId("lines", 1);
    private static final byte[] NOTHING = {};

    @Override
    public FormatId format() {
        return FORMAT;
    }

    @Override
    public boolean splittable() {
        return true;
    }

    @Override
    public Export open(ExportContext run) throws IOException {
        PiecedFile file = run.piecedFile(
                "rows.lines", Compression.NONE, NOTHING, run.tables(), table -> new Framing(NOTHING, NOTHING, NOTHING));
        return new Export() {
            @Override
            public RowSink table(TableData table, int part) throws IOException {
                return new Sink(file.piece(table, part));
            }

            @Override
            public void finish() throws IOException {
                file.finish((out, sha256) -> {});
            }

            @Override
            public void close() {
                try {
                    file.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
    }

    private static final class Sink implements RowSink {
        private final OutputStream out;
        private final CopyTextBuffer buffer = new CopyTextBuffer();

        Sink(OutputStream out) {
            this.out = out;
        }

        @Override
        public void row(Row row) throws IOException {
            buffer.append(row);
            if (buffer.length() > 1 << 16) {
                flush();
            }
        }

        private void flush() throws IOException {
            out.write(buffer.bytes(), 0, buffer.length());
            buffer.clear();
        }

        @Override
        public void end() throws IOException {
            flush();
            out.close();
        }
    }

    /** Reads it. */
    static RestoreStrategy strategy() {
        return new RestoreStrategy() {
            @Override
            public FormatId format() {
                return FORMAT;
            }

            @Override
            public Restore open(RestoreContext run) {
                return new Lines(run);
            }
        };
    }

    private record Lines(RestoreContext run) implements RowRestore {
        @Override
        public void rows(TableData table, List<String> columns, RowSink into) throws IOException {
            CopyLine row = new CopyLine(columns.size());
            try (InputStream in = run.open(table)) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                byte[] block = new byte[1 << 16];
                for (int count = in.read(block); count >= 0; count = in.read(block)) {
                    int from = 0;
                    for (int at = 0; at < count; at++) {
                        if (block[at] == '\n') {
                            line.write(block, from, at - from);
                            row.decode(line.toByteArray(), 0, line.size());
                            into.row(row);
                            line.reset();
                            from = at + 1;
                        }
                    }
                    line.write(block, from, count - from);
                }
            }
        }

        @Override
        public void close() {}
    }
}
