package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.Row;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a file exactly as {@link CsvEncoder} writes them, as bytes: a row of the wanted columns at a time. At whatever is
 * otherwise it stops, and leaves that to {@link CsvRecords}, which reads all there is and knows what to say of the rest.
 */
final class PlainRecords implements Row, Closeable {
    private static final int BLOCK = 1 << 16;

    /** A longer record is left to the other reader. */
    private static final int LONGEST = 1 << 22;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long COMMAS = ',' * ONES;

    /** The first byte above NUL and both ends of a line. */
    private static final long ABOVE_ENDS = ('\r' + 1) * ONES;

    private enum Found {
        RECORD,
        CUT_OFF,
        OTHERWISE
    }

    private final InputStream in;
    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    private byte[] block = new byte[BLOCK];
    private int start;
    private int next;
    private int limit;
    private boolean atEnd;
    private boolean ended;

    private final int width;
    private final int longest;
    private final int[] offsets;
    private final int[] lengths;
    private final boolean[] doubled;
    private boolean ascii;
    private int[] places = new int[0];

    /**
     * @param width how many fields each record has, at least 1
     * @param maxRecordLength see {@link CsvRestoreStrategy.Builder#maxRecordLength}; there are no more characters than bytes
     */
    PlainRecords(InputStream in, int width, int maxRecordLength) {
        this.in = in;
        this.width = width;
        this.longest = Math.min(maxRecordLength, LONGEST);
        this.offsets = new int[width];
        this.lengths = new int[width];
        this.doubled = new boolean[width];
    }

    /**
     * Reads the header; false when it is not one of these columns in some order.
     *
     * @param columns of the table
     * @param wanted those that a row has, in this order
     */
    boolean header(List<String> columns, List<String> wanted) throws IOException {
        places = new int[width];
        Arrays.setAll(places, place -> place);
        if (!next()) {
            return false;
        }
        List<String> names = Arrays.asList(new String[width]);
        for (int i = 0; i < width; i++) {
            names.set(i, isNull(i) ? "" : text(i));
        }
        if (!names.containsAll(columns)) {
            return false;
        }
        places = wanted.stream().mapToInt(names::indexOf).toArray();
        return true;
    }

    /** Goes to the next record; false when there is none, or another reader must take it. */
    boolean next() throws IOException {
        start = next;
        Found found = start == limit && !fill() ? Found.CUT_OFF : find();
        while (found == Found.CUT_OFF && fill()) {
            found = find();
        }
        ended = atEnd && start == limit;
        if (found != Found.RECORD || next - start > longest || !(ascii || isUtf8())) {
            return false;
        }
        for (int field = 0; field < width; field++) {
            if (doubled[field]) {
                lengths[field] = undouble(offsets[field], lengths[field]);
            }
        }
        return true;
    }

    /** Whether {@link #next} was false because there is no more. */
    boolean ended() {
        return ended;
    }

    /** Reads more, and moves the record that has been begun to the front; false at the end, or when the record is too long. */
    private boolean fill() throws IOException {
        if (atEnd) {
            return false;
        }
        int kept = limit - start;
        if (kept == block.length) {
            if (kept >= longest) {
                return false;
            }
            block = Arrays.copyOf(block, 2 * kept);
        } else {
            System.arraycopy(block, start, block, 0, kept);
        }
        start = 0;
        next = 0;
        limit = kept;
        int read = in.read(block, limit, block.length - limit);
        atEnd = read < 0;
        limit += Math.max(read, 0);
        return read > 0;
    }

    private Found find() {
        long seen = 0;
        int at = start;
        for (int field = 0; field < width; field++) {
            boolean quoted = at < limit && block[at] == '"';
            int from = quoted ? at + 1 : at;
            boolean twice = false;
            at = from;
            while (true) {
                while (limit - at >= Long.BYTES) {
                    long eight = (long) LONGS.get(block, at);
                    seen |= eight;
                    int plain = plain(eight);
                    at += plain;
                    if (plain < Long.BYTES) {
                        break;
                    }
                }
                if (at == limit) {
                    return Found.CUT_OFF;
                }
                byte b = block[at];
                seen |= b;
                if (b == 0 || (!quoted && (b == '"' || b == '\r'))) {
                    return Found.OTHERWISE;
                }
                if (!quoted && (b == ',' || b == '\n')) {
                    break;
                }
                if (b == '"') {
                    if (at + 1 == limit) {
                        return Found.CUT_OFF;
                    }
                    if (block[at + 1] != '"') {
                        break;
                    }
                    twice = true;
                    at++;
                }
                at++;
            }
            offsets[field] = from;
            lengths[field] = quoted || at > from ? at - from : -1;
            doubled[field] = twice;
            if (quoted) {
                at++;
            }
            if (block[at] != (field == width - 1 ? '\n' : ',')) {
                return Found.OTHERWISE;
            }
            at++;
        }
        next = at;
        ascii = (seen & HIGHEST) == 0;
        return Found.RECORD;
    }

    /** How many of eight bytes, from the first one on, certainly are part of a field. */
    private static int plain(long eight) {
        // A borrow can only mark a byte above one that is marked rightly, so the lowest mark is always right.
        long quote = eight ^ QUOTES;
        long comma = eight ^ COMMAS;
        long marks = ((eight - ABOVE_ENDS) & ~eight) | ((quote - ONES) & ~quote) | ((comma - ONES) & ~comma);
        return Long.numberOfTrailingZeros(marks & HIGHEST) >>> 3;
    }

    private boolean isUtf8() {
        try {
            decoder.decode(ByteBuffer.wrap(block, start, next - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Makes one of each two quotes, where they stand; says how many bytes are left. */
    private int undouble(int offset, int length) {
        int to = offset;
        for (int at = offset; at < offset + length; at++) {
            byte b = block[at];
            block[to++] = b;
            if (b == '"') {
                at++;
            }
        }
        return to - offset;
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
        return block;
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
