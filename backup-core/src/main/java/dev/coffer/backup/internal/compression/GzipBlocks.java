package dev.coffer.backup.internal.compression;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;

/** Deflates: each block begins with the end of the one before as its dictionary, so that the result is one stream. */
public final class GzipBlocks extends ParallelBlocks {
    private static final int BLOCK = 128 * 1024;
    private static final int WINDOW = 32 * 1024;

    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();

    public GzipBlocks(Sink out) {
        super(out, BLOCK, WINDOW);
    }

    @Override
    Compressed compress(byte[] plain, int size, byte[] before, boolean last) {
        Deflater known = idle.poll();
        Deflater deflater = known == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : known;
        deflater.reset();
        if (before.length > 0) {
            deflater.setDictionary(before);
        }
        deflater.setInput(plain, 0, size);
        if (last) {
            deflater.finish();
        }
        byte[] out = new byte[Math.max(512, size / 3)];
        int written = 0;
        while (true) {
            // Full means that there may be more; a flush that left room is complete.
            written += deflater.deflate(
                    out, written, out.length - written, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
            if (last ? deflater.finished() : written < out.length) {
                break;
            }
            if (written == out.length) {
                out = Arrays.copyOf(out, 2 * out.length);
            }
        }
        idle.add(deflater);
        return new Compressed(out, written);
    }

    @Override
    void release() {
        for (Deflater deflater = idle.poll(); deflater != null; deflater = idle.poll()) {
            deflater.end();
        }
    }
}
