package dev.coffer.backup.internal.compression;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.LooseFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads Zstandard frames one after another, and refuses whatever else follows and a window of more than 8 MB. */
public final class ZstdFrames extends InputStream {
    private static final int BUFFER = 1 << 17;

    private final InputStream in;
    private final String file;
    private final ZstdDecompressCtx context;
    private final byte[] block = new byte[BUFFER];
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER).flip();
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER).flip();
    private final NavigableMap<Long, LooseFile.Start> starts = new TreeMap<>();
    private boolean inFrame;
    private boolean moreInside;
    private long beforeInput;
    private long plain;

    /** Made by {@link Zstd#frames}. */
    ZstdFrames(InputStream in, String file) {
        this.in = in;
        this.file = file;
        this.context = new ZstdDecompressCtx().setLongMax(Zstd.WINDOW_LOG_MAX);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!output.hasRemaining()) {
            if (!moreInside && !input.hasRemaining() && !fill()) {
                if (inFrame) {
                    throw damaged("the compressed file ends before its end", null);
                }
                return -1;
            }
            decompress();
        }
        int got = Math.min(length, output.remaining());
        output.get(into, offset, got);
        plain += got;
        return got;
    }

    private void decompress() {
        if (!inFrame) {
            starts.put(plain, new LooseFile.Start(beforeInput + input.position(), plain, Compression.ZSTD));
        }
        output.clear();
        try {
            inFrame = !context.decompressDirectByteBufferStream(output, input);
        } catch (ZstdException e) {
            throw damaged("the compressed data is damaged, or something follows it", e);
        }
        // A full buffer means that the frame may hold back more, without another byte of it.
        moreInside = inFrame && !output.hasRemaining();
        output.flip();
    }

    /** Where the frame begins that a plain byte lies in, which has been read. */
    public LooseFile.Start startOf(long offset) {
        return starts.floorEntry(offset).getValue();
    }

    private boolean fill() throws IOException {
        beforeInput += input.limit();
        int read = Math.max(in.read(block), 0);
        input.clear().put(block, 0, read).flip();
        return read > 0;
    }

    private BackupException damaged(String what, @Nullable Throwable cause) {
        return Problem.of(ErrorCode.MALFORMED, what)
                .file(file)
                .hint("the file was damaged, cut off or edited: take another copy of the backup")
                .exception(cause);
    }

    /** Gives back what is held beside the stream that is read. */
    public void release() {
        context.close();
    }

    @Override
    public void close() throws IOException {
        release();
        in.close();
    }
}
