package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The file of one table: open from its first part to its last, so that few are open at any time. */
final class TableFile implements Closeable {
    private static final byte[] NOTHING = {};

    private final TableData table;
    private final CsvDialect dialect;
    private final String name;
    private final PiecedFile file;
    private int partsLeft;
    private boolean endMarkerLine;

    TableFile(ExportContext run, TableData table, CsvDialect dialect, Compression compression) throws IOException {
        this.table = table;
        this.dialect = dialect;
        this.name = dialect.fileName(run, table, compression);
        this.partsLeft = table.parts();
        Framing framing = new Framing(dialect.header(table.columns()), NOTHING, NOTHING);
        this.file = run.piecedFile(name, compression, NOTHING, List.of(table), same -> framing);
    }

    RowSink part(int part) throws IOException {
        return dialect.isPostgresql()
                ? new PostgresRows(this, file.piece(table, part))
                : new DialectRows(
                        this, file.piece(table, part), dialect, table.columns().size());
    }

    synchronized void partEnded(boolean sawEndMarkerLine) throws IOException {
        endMarkerLine |= sawEndMarkerLine;
        partsLeft--;
        if (partsLeft == 0) {
            file.finish((out, sha256) -> {});
            file.close();
        }
    }

    String name() {
        return name;
    }

    TableData table() {
        return table;
    }

    /** Whether psql up to 15 would stop in the middle of this file. */
    synchronized boolean hasEndMarkerLine() {
        return endMarkerLine;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
