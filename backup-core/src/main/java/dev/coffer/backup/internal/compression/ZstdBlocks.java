package dev.coffer.backup.internal.compression;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Zstandard, RFC 8878: each block is a frame of its own, with its length and a check sum, which every decompressor takes one
 * after another. A stream of nothing is one empty frame.
 */
public final class ZstdBlocks extends ParallelBlocks {
    private static final int BLOCK = 1 << 20;

    /** zstd's own default. */
    private static final int LEVEL = 3;

    private final Queue<ZstdCompressCtx> idle = new ConcurrentLinkedQueue<>();

    public ZstdBlocks(Sink out) {
        super(out, BLOCK, 0);
        try {
            idle.add(context());
        } catch (LinkageError e) {
            throw Zstd.missing(e);
        }
    }

    private static ZstdCompressCtx context() {
        return new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true);
    }

    @Override
    Compressed compress(byte[] plain, int size, byte[] before, boolean last) {
        ZstdCompressCtx known = idle.poll();
        ZstdCompressCtx context = known == null ? context() : known;
        byte[] out = new byte[(int) com.github.luben.zstd.Zstd.compressBound(size)];
        int written = context.compressByteArray(out, 0, out.length, plain, 0, size);
        idle.add(context);
        return new Compressed(out, written);
    }

    @Override
    void release() {
        for (ZstdCompressCtx context = idle.poll(); context != null; context = idle.poll()) {
            context.close();
        }
    }
}
