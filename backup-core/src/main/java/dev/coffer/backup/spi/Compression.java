package dev.coffer.backup.spi;

import dev.coffer.backup.internal.compression.Zstd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** How the bytes of a file are compressed. */
public enum Compression {
    /** Not at all. */
    NONE("", "cat"),
    /** Gzip (RFC 1952), level 6; every piece is a member of its own, so that a reader can begin at any table. */
    GZIP(".gz", "gzip -dc"),
    /**
     * Zstandard (RFC 8878), level 3 with tables of half its size; every piece is frames of its own. Needs {@code com.github.luben:zstd-jni} on the class path
     * or module path: without it whatever writes or reads such a file ends with {@link
     * dev.coffer.backup.ErrorCode#UNSUPPORTED_BY_FORMAT}.
     */
    ZSTD(".zst", "zstd -dc");

    private static final int BUFFER = 1 << 16;

    private final String suffix;
    private final String program;

    Compression(String suffix, String program) {
        this.suffix = suffix;
        this.program = program;
    }

    /** What a file name ends with: {@code ".gz"}, {@code ".zst"}, or nothing. */
    public String suffix() {
        return suffix;
    }

    /** The program and its options with which a shell prints the plain bytes of a file, such as {@code "gzip -dc"}. */
    public String program() {
        return program;
    }

    /**
     * Compresses what is written: one gzip member, or one Zstandard frame. Closing the stream completes it and closes {@code
     * out}.
     *
     * @throws IOException when {@code out} cannot be written to
     */
    public OutputStream compress(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out, BUFFER);
            case ZSTD -> Zstd.compress(out);
        };
    }

    /**
     * The plain bytes of what was compressed so, member after member and to the last one. A {@link
     * dev.coffer.backup.FormatException} comes out of reading what is damaged. Closing the stream closes {@code in}.
     *
     * @param file how messages name what is read
     * @throws IOException when {@code in} cannot be read
     */
    public InputStream decompress(InputStream in, String file) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GzipMembers(in, file);
            case ZSTD -> Zstd.frames(in, file);
        };
    }
}
