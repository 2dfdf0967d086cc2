package dev.coffer.backup.json;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.RowSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes the rows of one part of a table: an object on each line. Bytes go from COPY to the file without becoming strings. */
final class JsonRows implements RowSink {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] BEGIN = {'{'};
    private static final byte[] END = {'}'};

    private final byte[][] before;

    private final ValueForm[] forms;
    private final JsonBytes out;
    private boolean any;

    JsonRows(List<Column> columns, OutputStream piece) {
        this.before = before(columns);
        this.forms = columns.stream().map(ValueForm::of).toArray(ValueForm[]::new);
        this.out = new JsonBytes(piece);
    }

    /** What stands before the value of each column: the brace or the comma, and its name. */
    static byte[][] before(List<Column> columns) {
        byte[][] before = new byte[columns.size()][];
        for (int i = 0; i < before.length; i++) {
            before[i] = before(i == 0 ? '{' : ',', columns.get(i).name());
        }
        return before;
    }

    private static byte[] before(char separator, String name) {
        byte[] quoted = new SerializedString(name).asQuotedUTF8();
        byte[] bytes = new byte[quoted.length + 4];
        bytes[0] = (byte) separator;
        bytes[1] = '"';
        System.arraycopy(quoted, 0, bytes, 2, quoted.length);
        bytes[bytes.length - 2] = '"';
        bytes[bytes.length - 1] = ':';
        return bytes;
    }

    @Override
    public void row(Row row) throws IOException {
        if (any) {
            out.put(JsonLayout.ROW_SEPARATOR);
        }
        any = true;
        if (before.length == 0) {
            out.put(BEGIN);
        }
        byte[] buffer = row.buffer();
        for (int i = 0; i < before.length; i++) {
            out.put(before[i]);
            if (row.isNull(i)) {
                out.put(NULL);
            } else {
                value(forms[i], buffer, row.offset(i), row.length(i));
            }
        }
        out.put(END);
    }

    private void value(ValueForm form, byte[] bytes, int offset, int length) throws IOException {
        switch (form) {
            case BOOLEAN -> out.put(bytes[offset] == 't' ? TRUE : FALSE);
            // What the server printed as an integer; there is nothing in it but digits and perhaps a sign.
            case INTEGER -> out.put(bytes, offset, length);
            case TEXT -> out.string(bytes, offset, length);
        }
    }

    /** Closes the piece too. */
    @Override
    public void end() throws IOException {
        out.close();
    }
}
