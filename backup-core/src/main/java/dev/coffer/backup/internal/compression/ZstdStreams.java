package dev.coffer.backup.internal.compression;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The library's own streams; see {@link Zstd}. */
final class ZstdStreams {
    private ZstdStreams() {}

    static OutputStream compress(OutputStream out) throws IOException {
        return new ZstdOutputStreamNoFinalizer(out).setChecksum(true);
    }

    static InputStream decompress(InputStream in) throws IOException {
        return new ZstdInputStreamNoFinalizer(in).setLongMax(Zstd.WINDOW_LOG_MAX);
    }
}
