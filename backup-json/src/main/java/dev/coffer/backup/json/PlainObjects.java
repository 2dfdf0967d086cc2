package dev.coffer.backup.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.TableData;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a table exactly as {@link JsonRows} writes them, from bytes to bytes. At whatever is otherwise it stops, and
 * leaves that to Jackson, which reads all there is and knows what to say of the rest.
 */
final class PlainObjects implements Row, Closeable {
    private static final int BLOCK = 1 << 16;

    /** A longer row is left to Jackson. */
    private static final int LONGEST = 1 << 21;

    /** As many bytes as an escape has at most, and fewer than follow each: a quote, a brace and the end of the table. */
    private static final int ESCAPE = 6;

    /** So many digits and a sign have the integers that are not strings. */
    private static final int DIGITS = 10;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] CLOSE = {'}'};
    private static final List<String> ENDS = List.of("\n]}\n", "\n]},\n");
    private static final int LONGEST_END = 5;

    private static final int CUT_OFF = -1;
    private static final int OTHERWISE = -2;

    private final InputStream in;
    private final int longest;
    private final byte[] head;
    private final byte[][] before;
    private final ValueForm[] forms;
    private final int[] places;
    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    private byte[] block = new byte[BLOCK];
    private int start;
    private int next;
    private int limit;
    private boolean atEnd;

    private byte[] row = new byte[BLOCK + Eight.SIZE];
    private final int[] offsets;
    private final int[] lengths;
    private int end;
    private long seen;
    private boolean begun;
    private boolean any;
    private boolean ended;

    /**
     * Reads the rows of a table.
     *
     * @param in begins where the table begins, and ends with it
     * @param wanted the columns that a row has, in this order
     * @param maxValueLength see {@link JsonRestoreStrategy.Builder#maxValueLength}; there are no more characters than bytes
     */
    PlainObjects(InputStream in, TableData table, List<String> wanted, int maxValueLength) {
        this.in = in;
        this.longest = Math.min(maxValueLength, LONGEST);
        this.head = JsonLayout.framing(table, true).head();
        this.before = JsonRows.before(table.columns());
        this.forms = table.columns().stream().map(ValueForm::of).toArray(ValueForm[]::new);
        List<String> names = table.columns().stream().map(Column::name).toList();
        this.places = wanted.stream().mapToInt(names::indexOf).toArray();
        this.offsets = new int[forms.length];
        this.lengths = new int[forms.length];
    }

    /** Goes to the next row; false when there is none, or Jackson must take it. */
    boolean next() throws IOException {
        start = next;
        int found = begun || head() ? find() : OTHERWISE;
        while (found == CUT_OFF && fill()) {
            found = find();
        }
        if (found < 0) {
            ended = begun && isEnd();
            return false;
        }
        next = found;
        any = true;
        return next - start <= longest && ((seen & Eight.HIGHEST) == 0 || isUtf8());
    }

    /** Whether {@link #next} was false because there is no more. */
    boolean ended() {
        return ended;
    }

    private boolean head() throws IOException {
        while (limit < head.length) {
            if (!fill()) {
                return false;
            }
        }
        start = head.length;
        next = start;
        begun = Arrays.equals(block, 0, head.length, head, 0, head.length);
        return begun;
    }

    /** A comma may follow, which separates the table from the next one. */
    private boolean isEnd() throws IOException {
        while (limit - start <= LONGEST_END && fill()) {
            // More may follow than belongs to the table.
        }
        return atEnd && limit - start <= LONGEST_END && ENDS.contains(new String(block, start, limit - start, UTF_8));
    }

    /** Reads more, and moves the row that has been begun to the front; false at the end, or when the row is too long. */
    private boolean fill() throws IOException {
        int kept = limit - start;
        if (atEnd || kept >= longest) {
            return false;
        }
        byte[] from = block;
        if (kept == block.length) {
            block = new byte[2 * kept];
            row = new byte[2 * kept + Eight.SIZE];
        }
        System.arraycopy(from, start, block, 0, kept);
        start = 0;
        limit = kept;
        int read = in.read(block, limit, block.length - limit);
        atEnd = read < 0;
        limit += Math.max(read, 0);
        return read > 0;
    }

    /** Takes the row apart; returns the place after it. */
    private int find() {
        end = 0;
        seen = 0;
        int at = any ? literal(start, JsonLayout.ROW_SEPARATOR) : start;
        for (int field = 0; at >= 0 && field < forms.length; field++) {
            at = literal(at, before[field]);
            if (at >= 0) {
                at = value(field, at);
            }
        }
        return at < 0 ? at : literal(at, CLOSE);
    }

    private int literal(int at, byte[] expected) {
        int to = at + expected.length;
        if (to > limit) {
            return CUT_OFF;
        }
        return Arrays.equals(block, at, to, expected, 0, expected.length) ? to : OTHERWISE;
    }

    private int value(int field, int at) {
        if (at == limit) {
            return CUT_OFF;
        }
        if (block[at] == 'n') {
            lengths[field] = -1;
            return literal(at, NULL);
        }
        offsets[field] = end;
        int after = switch (forms[field]) {
            case BOOLEAN -> flag(at);
            case INTEGER -> integer(at);
            case TEXT -> block[at] == '"' ? string(at + 1) : OTHERWISE;
        };
        lengths[field] = end - offsets[field];
        return after;
    }

    private int flag(int at) {
        row[end++] = block[at];
        return literal(at, block[at] == 't' ? TRUE : FALSE);
    }

    private int integer(int from) {
        int first = block[from] == '-' ? from + 1 : from;
        int at = first;
        while (at < limit && block[at] >= '0' && block[at] <= '9') {
            at++;
        }
        if (at == limit) {
            return CUT_OFF;
        }
        if (at == first || at - first > DIGITS || (block[first] == '0' && at - first > 1)) {
            return OTHERWISE;
        }
        for (int i = from; i < at; i++) {
            row[end++] = block[i];
        }
        return at;
    }

    /** Returns the place after the closing quote. */
    private int string(int from) {
        int at = from;
        while (true) {
            while (limit - at >= Eight.SIZE) {
                // All eight are put and so many are kept; a row has room for all of the block and eight more.
                long eight = Eight.get(block, at);
                Eight.put(row, end, eight);
                seen |= eight;
                int clean = Eight.clean(eight);
                at += clean;
                end += clean;
                if (clean < Eight.SIZE) {
                    break;
                }
            }
            if (at == limit) {
                return CUT_OFF;
            }
            byte b = block[at];
            seen |= b;
            if (b == '"') {
                return at + 1;
            }
            if (b == '\\') {
                at = limit - at < ESCAPE ? CUT_OFF : escape(at + 1);
                if (at < 0) {
                    return at;
                }
            } else if (b >= 0 && b < ' ') {
                return OTHERWISE;
            } else {
                row[end++] = b;
                at++;
            }
        }
    }

    /** What follows a backslash; returns the place after it. */
    private int escape(int at) {
        byte b = block[at];
        int meant = switch (b) {
            case '"', '\\' -> b;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> control(at + 1);
            default -> OTHERWISE;
        };
        if (meant < 0) {
            return OTHERWISE;
        }
        row[end++] = (byte) meant;
        return b == 'u' ? at + ESCAPE - 1 : at + 1;
    }

    /** Of the characters that need no digits otherwise only those below U+0020 are written with them. */
    private int control(int at) {
        int digit = Character.digit(block[at + 3], 16);
        boolean small = block[at] == '0' && block[at + 1] == '0' && (block[at + 2] == '0' || block[at + 2] == '1');
        int meant = (block[at + 2] - '0') * 16 + digit;
        return small && digit >= 0 && meant > 0 ? meant : OTHERWISE;
    }

    private boolean isUtf8() {
        try {
            decoder.decode(ByteBuffer.wrap(block, start, next - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Override
    public int size() {
        return places.length;
    }

    @Override
    public boolean isNull(int field) {
        return lengths[places[field]] < 0;
    }

    @Override
    public byte[] buffer() {
        return row;
    }

    @Override
    public int offset(int field) {
        return offsets[places[field]];
    }

    @Override
    public int length(int field) {
        return lengths[places[field]];
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
