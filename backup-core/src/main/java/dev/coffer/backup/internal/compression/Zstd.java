package dev.coffer.backup.internal.compression;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Zstandard by zstd-jni, which may not be there: then an error says what to add. Nothing here names a class of it, since a class
 * that does may be refused as a whole where they are missing, with what needs none of them.
 */
public final class Zstd {
    private static final int MAGIC = 0xFD2FB528;

    /** What a frame may ask of memory is untrusted: 8 MB, as RFC 8878 recommends. */
    static final int WINDOW_LOG_MAX = 23;

    private Zstd() {}

    /** One frame with a check sum; closing it completes the frame and closes {@code out}. */
    public static OutputStream compress(OutputStream out) throws IOException {
        try {
            return ZstdStreams.compress(out);
        } catch (LinkageError e) {
            throw missing(e);
        }
    }

    /** The plain bytes of frames that follow one another. */
    public static InputStream decompress(InputStream in) throws IOException {
        try {
            return ZstdStreams.decompress(in);
        } catch (LinkageError e) {
            throw missing(e);
        }
    }

    /**
     * The plain bytes of frames that follow one another and of nothing else.
     *
     * @param file how messages name it
     */
    public static ZstdFrames frames(InputStream in, String file) {
        try {
            return new ZstdFrames(in, file);
        } catch (LinkageError e) {
            throw missing(e);
        }
    }

    /** Whether these bytes begin a frame. */
    public static boolean begins(byte[] bytes) {
        return bytes.length >= 4
                && ((bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16 | (bytes[3] & 0xFF) << 24)
                        == MAGIC;
    }

    static BackupException missing(LinkageError e) {
        return Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, "Zstandard needs a library that is not there")
                .hint("add the dependency com.github.luben:zstd-jni, or use gzip")
                .exception(e);
    }
}
