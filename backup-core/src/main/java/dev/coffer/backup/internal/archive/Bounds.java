package dev.coffer.backup.internal.archive;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What an archive may ask for, whatever it says of itself: how much it may grow, and how long its headers may be. */
final class Bounds {
    /** A million tables in two formats, and some. */
    private static final int MOST_ENTRIES = 4_000_000;
    /** Extended headers are read into memory at once. */
    private static final long LONGEST_HEADERS = 1 << 18;

    private static final long FREE = 1L << 26;
    private static final long MOST_GROWTH = 500;

    private final Counted compressed;
    private long plain;
    private int entries;
    private long headerEnd = Long.MAX_VALUE;

    private Bounds(Counted compressed) {
        this.compressed = compressed;
    }

    static Bounds on(InputStream compressed) {
        return new Bounds(new Counted(compressed));
    }

    /** The stream to decompress. */
    InputStream compressed() {
        return compressed;
    }

    /** Watches what comes out of the decompression. */
    InputStream watch(InputStream decompressed) {
        return new FilterInputStream(decompressed) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                count(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                count(Math.max(0, read));
                return read;
            }

            @Override
            public long skip(long bytes) throws IOException {
                long skipped = super.skip(bytes);
                count(skipped);
                return skipped;
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    private void count(long bytes) {
        plain += bytes;
        if (plain > headerEnd) {
            throw limit("the archive has headers that are longer than any backup needs");
        }
        if (plain > FREE && plain / MOST_GROWTH > compressed.count) {
            throw limit("the archive grows to more than " + MOST_GROWTH + " times its size");
        }
    }

    void headerBegins() {
        headerEnd = plain + LONGEST_HEADERS;
    }

    void headerEnds() {
        headerEnd = Long.MAX_VALUE;
        if (++entries > MOST_ENTRIES) {
            throw limit("the archive has more entries than any backup needs");
        }
    }

    private static BackupException limit(String what) {
        return Problem.of(ErrorCode.LIMIT, what)
                .hint("do not open it, if it is not yours; else extract it with tar and open the folder")
                .exception();
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
