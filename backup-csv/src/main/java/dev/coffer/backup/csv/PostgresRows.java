package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import java.io.IOException;
import java.io.OutputStream;

/** The rows of one part of a table as PostgreSQL writes CSV. */
final class PostgresRows implements RowSink {
    private final TableFile file;
    private final OutputStream piece;
    private final CsvEncoder encoder;

    PostgresRows(TableFile file, OutputStream piece) {
        this.file = file;
        this.piece = piece;
        this.encoder = new CsvEncoder(piece);
    }

    @Override
    public void row(Row row) throws IOException {
        encoder.record(row);
    }

    @Override
    public void end() throws IOException {
        encoder.flush();
        piece.close();
        file.partEnded(encoder.sawEndMarkerLine());
    }
}
