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

    /**
     * Half of what the level has. Where a table's rows are like each other smaller tables find as much, and fit into a core's
     * cache together with what they are looked up for.
     */
    private static final int CHAIN_LOG = 15;

    private static final int HASH_LOG = 16;

    private final Queue<ZstdCompressCtx> idle = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> results = new ConcurrentLinkedQueue<>();

    public ZstdBlocks(Sink out) {
        super(out, BLOCK, 0);
        try {
            idle.add(context());
        } catch (LinkageError e) {
            throw Zstd.missing(e);
        }
    }

    private static ZstdCompressCtx context() {
        return new ZstdCompressCtx()
                .setLevel(LEVEL)
                .setChainLog(CHAIN_LOG)
                .setHashLog(HASH_LOG)
                .setChecksum(true);
    }

    @Override
    Compressed compress(byte[] plain, int size, byte[] before, boolean last) {
        ZstdCompressCtx known = idle.poll();
        ZstdCompressCtx context = known == null ? context() : known;
        byte[] out = result((int) com.github.luben.zstd.Zstd.compressBound(size));
        int written = context.compressByteArray(out, 0, out.length, plain, 0, size);
        idle.add(context);
        return new Compressed(out, written);
    }

    private byte[] result(int size) {
        byte[] used = results.poll();
        return used != null && used.length >= size ? used : new byte[size];
    }

    @Override
    void written(byte[] bytes) {
        results.add(bytes);
    }

    @Override
    void ended() {
        results.clear();
    }

    @Override
    void release() {
        for (ZstdCompressCtx context = idle.poll(); context != null; context = idle.poll()) {
            context.close();
        }
    }
}
