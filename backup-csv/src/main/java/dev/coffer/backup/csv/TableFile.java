package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file of one table: open from its first part to its last, so that few are open at any time. */
final class TableFile implements Closeable {
    private static final byte[] NOTHING = {};

    private final TableData table;
    private final CsvDialect dialect;
    private final String name;
    private @Nullable PiecedFile file;
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
        OutputStream piece = open().piece(table, part);
        return dialect.isPostgresql()
                ? new PostgresRows(this, piece)
                : new DialectRows(this, piece, dialect, table.columns());
    }

    private synchronized PiecedFile open() {
        if (file == null) {
            throw new IllegalStateException("all parts of " + table.name() + " have ended");
        }
        return file;
    }

    synchronized void partEnded(boolean sawEndMarkerLine) throws IOException {
        endMarkerLine |= sawEndMarkerLine;
        partsLeft--;
        if (partsLeft == 0) {
            open().finish((out, sha256) -> {});
            close();
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

    /** Lets go of what the file holds, since a database may have many tables. */
    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
