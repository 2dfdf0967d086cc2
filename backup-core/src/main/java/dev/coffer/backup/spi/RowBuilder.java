package dev.coffer.backup.spi;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.util.Arrays;

/**
 * A row that is put together field by field, in any order, and used again for the next row: for strategies, which hand rows
 * over. Not safe for use by several threads.
 */
public final class RowBuilder implements Row {
    private static final int INITIAL_BYTES = 1 << 12;
    private static final int SHORT_TEXT = 1 << 12;
    private static final int KEPT_BYTES = 1 << 20;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final int[] offsets;
    private final int[] lengths;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int end;

    /** A row of that many fields, all of them NULL. */
    public RowBuilder(int fields) {
        this.offsets = new int[fields];
        this.lengths = new int[fields];
        clear();
    }

    /** Makes every field NULL; a buffer that one huge row made huge is given back. */
    public void clear() {
        Arrays.fill(lengths, -1);
        end = 0;
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[INITIAL_BYTES];
        }
    }

    /** Sets a field to bytes of UTF-8, which are copied. */
    public void set(int field, byte[] bytes, int offset, int length) {
        reserve(length);
        System.arraycopy(bytes, offset, buffer, end, length);
        place(field, length);
    }

    /**
     * Sets a field to a text.
     *
     * @throws CharacterCodingException when the text holds half of a surrogate pair or U+0000, which PostgreSQL cannot hold
     */
    public void set(int field, CharSequence text) throws CharacterCodingException {
        int length = text.length();
        int at = begin(text, length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && c != 0) {
                buffer[at++] = (byte) c;
            } else if (Character.isSurrogate(c)) {
                i++;
                at = encodePair(at, c, i < length ? text.charAt(i) : 0);
            } else {
                at = encode(at, c);
            }
        }
        place(field, at - end);
    }

    /**
     * Sets a field to a text.
     *
     * @throws CharacterCodingException when the text holds half of a surrogate pair or U+0000, which PostgreSQL cannot hold
     */
    public void set(int field, char[] text, int offset, int length) throws CharacterCodingException {
        if (length <= SHORT_TEXT && ascii(text, offset, length) == length) {
            place(field, length);
        } else {
            set(field, CharBuffer.wrap(text, offset, length));
        }
    }

    /** Puts the text to the end of the buffer up to the first character that is not ASCII; says how many there were. */
    private int ascii(char[] text, int offset, int length) {
        reserve(length);
        byte[] into = buffer;
        int at = end;
        int done = 0;
        while (done < length) {
            char c = text[offset + done];
            if (c >= 0x80 || c == 0) {
                break;
            }
            into[at + done++] = (byte) c;
        }
        return done;
    }

    /** Makes room for the text in UTF-8: for a short one what it could need at most, for a long one what it does need. */
    private int begin(CharSequence text, int length) {
        if (length <= SHORT_TEXT) {
            reserve(3L * length);
            return end;
        }
        long bytes = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        reserve(bytes);
        return end;
    }

    /** For everything but surrogates and, which is the common case, ASCII. */
    private int encode(int at, char c) throws CharacterCodingException {
        int next = at;
        if (c == 0) {
            throw new MalformedInputException(1);
        }
        if (c < 0x800) {
            buffer[next++] = (byte) (0xC0 | (c >> 6));
        } else {
            buffer[next++] = (byte) (0xE0 | (c >> 12));
            buffer[next++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        buffer[next++] = (byte) (0x80 | (c & 0x3F));
        return next;
    }

    private int encodePair(int at, char high, char low) throws CharacterCodingException {
        if (!Character.isSurrogatePair(high, low)) {
            throw new MalformedInputException(1);
        }
        int point = Character.toCodePoint(high, low);
        buffer[at] = (byte) (0xF0 | (point >> 18));
        buffer[at + 1] = (byte) (0x80 | ((point >> 12) & 0x3F));
        buffer[at + 2] = (byte) (0x80 | ((point >> 6) & 0x3F));
        buffer[at + 3] = (byte) (0x80 | (point & 0x3F));
        return at + 4;
    }

    private void reserve(long more) {
        long needed = end + more;
        if (needed > LARGEST_ARRAY) {
            throw Problem.of(ErrorCode.VALUE_TOO_LARGE, "a row is larger than 2 GB")
                    .exception();
        }
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Math.max(needed, 2L * buffer.length), LARGEST_ARRAY));
        }
    }

    private void place(int field, int length) {
        offsets[field] = end;
        lengths[field] = length;
        end += length;
    }

    @Override
    public int size() {
        return lengths.length;
    }

    @Override
    public boolean isNull(int field) {
        return lengths[field] < 0;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int offset(int field) {
        return offsets[field];
    }

    @Override
    public int length(int field) {
        return lengths[field];
    }
}
