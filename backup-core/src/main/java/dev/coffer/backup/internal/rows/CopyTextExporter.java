package dev.coffer.backup.internal.rows;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Rows as COPY prints them, all tables in one file: what a live state is kept in for as long as it is compared. No format that is
 * published.
 *
 * @param format what the manifest calls it, and the end of the file's name
 */
public record CopyTextExporter(FormatId format) implements TableExporter {
    /** What a live state is kept in. */
    public static final FormatId FORMAT = new FormatId("copy-text", 1);

    private static final byte[] NOTHING = {};
    private static final int BLOCK = 1 << 16;

    @Override
    public boolean splittable() {
        return true;
    }

    @Override
    public Export open(ExportContext run) throws IOException {
        return new Lines(run.piecedFile(
                "rows." + format.name(),
                Compression.NONE,
                NOTHING,
                run.tables(),
                table -> new Framing(NOTHING, NOTHING, NOTHING)));
    }

    private record Lines(PiecedFile file) implements Export {
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
                throw new UncheckedIOException(e);
            }
        }
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
            if (buffer.length() >= BLOCK) {
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
    }
}
