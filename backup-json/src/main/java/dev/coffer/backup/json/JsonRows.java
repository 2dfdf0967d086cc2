package dev.coffer.backup.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes the rows of one part of a table: an object on each line. Bytes go from COPY to the file without becoming strings. */
final class JsonRows implements RowSink {
    private static final JsonFactory FACTORY = JsonLayout.writing();
    private static final int BUFFER = 1 << 16;

    private final SerializedString[] names;
    private final ValueForm[] forms;
    private final JsonGenerator out;

    JsonRows(List<Column> columns, OutputStream piece) throws IOException {
        this.names = columns.stream()
                .map(column -> new SerializedString(column.name()))
                .toArray(SerializedString[]::new);
        this.forms = columns.stream().map(ValueForm::of).toArray(ValueForm[]::new);
        this.out = FACTORY.createGenerator(new BufferedOutputStream(piece, BUFFER));
    }

    @Override
    public void row(Row row) throws IOException {
        out.writeStartObject();
        for (int i = 0; i < names.length; i++) {
            out.writeFieldName(names[i]);
            if (row.isNull(i)) {
                out.writeNull();
            } else {
                write(row, i);
            }
        }
        out.writeEndObject();
    }

    private void write(Row row, int field) throws IOException {
        switch (forms[field]) {
            case BOOLEAN -> out.writeBoolean(row.buffer()[row.offset(field)] == 't');
            case INTEGER -> out.writeNumber(integer(row.buffer(), row.offset(field), row.length(field)));
            case TEXT -> out.writeUTF8String(row.buffer(), row.offset(field), row.length(field));
        }
    }

    /** What the server printed as an integer; there is nothing in it but digits and perhaps a sign. */
    private static int integer(byte[] bytes, int offset, int length) {
        boolean negative = bytes[offset] == '-';
        int value = 0;
        for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
            value = 10 * value - (bytes[i] - '0');
        }
        return negative ? value : -value;
    }

    /** Closes the piece too. */
    @Override
    public void end() throws IOException {
        out.close();
    }
}
