package dev.coffer.backup.contract;

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
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A format as somebody outside this project would write one: a line for each row, each field in hexadecimal digits. */
final class TsvExporter implements TableExporter {
    static final FormatId FORMAT = new FormatId("hex-tsv", 1);

    @Override
    public FormatId format() {
        return FORMAT;
    }

    @Override
    public boolean splittable() {
        return true;
    }

    @Override
    public Export open(ExportContext run) {
        return new Run(run, new HashMap<>(), new HashMap<>());
    }

    @Override
    public String toString() {
        return "TsvExporter[]";
    }

    private record Run(ExportContext run, Map<Integer, PiecedFile> files, Map<Integer, Integer> partsLeft)
            implements Export {
        private static final Framing NO_FRAMING = new Framing(new byte[0], new byte[0], new byte[0]);

        @Override
        public synchronized RowSink table(TableData table, int part) throws IOException {
            if (!files.containsKey(table.index())) {
                files.put(
                        table.index(),
                        run.piecedFile(
                                "tsv/" + run.fileNameFor(table, ".tsv"),
                                Compression.NONE,
                                new byte[0],
                                List.of(table),
                                same -> NO_FRAMING));
                partsLeft.put(table.index(), table.parts());
            }
            OutputStream piece =
                    new BufferedOutputStream(files.get(table.index()).piece(table, part));
            return new Rows(this, table, piece);
        }

        synchronized void partEnded(TableData table) throws IOException {
            if (partsLeft.merge(table.index(), -1, Integer::sum) == 0) {
                files.get(table.index()).finish((out, sha256) -> {});
            }
        }

        @Override
        public void finish() {
            run.info("TSV: tsv/, a line for each row, each field in hexadecimal digits\n");
        }

        @Override
        public synchronized void close() {
            for (PiecedFile file : files.values()) {
                try {
                    file.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private record Rows(Run run, TableData table, OutputStream piece) implements RowSink {
        private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        @Override
        public void row(Row row) throws IOException {
            for (int i = 0; i < row.size(); i++) {
                piece.write(row.isNull(i) ? '-' : '=');
                for (int at = 0; !row.isNull(i) && at < row.length(i); at++) {
                    byte b = row.buffer()[row.offset(i) + at];
                    piece.write(DIGITS[b >> 4 & 0xF]);
                    piece.write(DIGITS[b & 0xF]);
                }
                piece.write('\t');
            }
            piece.write('\n');
        }

        @Override
        public void end() throws IOException {
            piece.close();
            run.partEnded(table);
        }
    }
}
