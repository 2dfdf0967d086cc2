package dev.coffer.backup.spi;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads gzip members one after another, and refuses whatever else follows; {@code java.util.zip} passes over that in silence. */
final class GzipMembers extends InputStream {
    private static final String DAMAGED = "the file was damaged or edited: take another copy of the backup";
    private static final String CUT_OFF = "the file was cut off: take another copy of the backup";
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final int DEFLATE = 8;

    private final InputStream in;
    private final String file;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] input = new byte[1 << 16];
    private int position;
    private int limit;
    private boolean ended;
    private final NavigableMap<Long, LooseFile.Start> starts = new TreeMap<>();
    private long beforeInput;
    private long plain;

    /** @param file how messages name it */
    GzipMembers(InputStream in, String file) throws IOException {
        this.in = in;
        this.file = file;
        header(required());
    }

    /** Whether these bytes begin a gzip member. */
    static boolean begins(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int got = inflate(buffer, offset, length);
            if (got > 0) {
                crc.update(buffer, offset, got);
                plain += got;
                return got;
            }
            if (inflater.finished()) {
                endMember();
            } else {
                feed();
            }
        }
        return -1;
    }

    private int inflate(byte[] buffer, int offset, int length) {
        try {
            return inflater.inflate(buffer, offset, length);
        } catch (DataFormatException e) {
            throw Problem.of(ErrorCode.MALFORMED, "the compressed data is damaged")
                    .file(file)
                    .hint(DAMAGED)
                    .exception(e);
        }
    }

    private void feed() throws IOException {
        if (inflater.needsDictionary()) {
            throw damaged();
        }
        if (position == limit && !fill()) {
            throw cutOff();
        }
        inflater.setInput(input, position, limit - position);
        position = limit;
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        boolean sound = littleEndian(4) == crc.getValue();
        sound &= littleEndian(4) == (inflater.getBytesWritten() & 0xFFFFFFFFL);
        if (!sound) {
            throw damaged();
        }
        if (position == limit && !fill()) {
            ended = true;
            return;
        }
        inflater.reset();
        crc.reset();
        header(required());
    }

    /** Where the member begins that a plain byte lies in, which has been read. */
    LooseFile.Start startOf(long offset) {
        return starts.floorEntry(offset).getValue();
    }

    private void header(int first) throws IOException {
        starts.put(plain, new LooseFile.Start(beforeInput + position - 1, plain, Compression.GZIP));
        if (first != 0x1F || required() != 0x8B || required() != DEFLATE) {
            throw damaged();
        }
        int flags = required();
        if ((flags & RESERVED) != 0) {
            throw damaged();
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip((int) littleEndian(2));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            required();
        }
    }

    private void skipText() throws IOException {
        while (required() != 0) {
            // up to and including the zero
        }
    }

    private long littleEndian(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) required() << (8 * i);
        }
        return value;
    }

    private int required() throws IOException {
        if (position == limit && !fill()) {
            throw cutOff();
        }
        return input[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        beforeInput += limit;
        position = 0;
        limit = Math.max(in.read(input), 0);
        return limit > 0;
    }

    private BackupException damaged() {
        return Problem.of(ErrorCode.MALFORMED, "the compressed data is damaged, or something follows it")
                .file(file)
                .hint(DAMAGED)
                .exception();
    }

    private BackupException cutOff() {
        return Problem.of(ErrorCode.MALFORMED, "the compressed file ends before its end")
                .file(file)
                .hint(CUT_OFF)
                .exception();
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
