package dev.coffer.backup.internal.store;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;

/**
 * Deflates one stream on several threads: it is cut into blocks of a fixed size, each of which begins with the end of the one
 * before as its dictionary, so that the result is one stream, and the same one however many threads there are. Used by one
 * thread at a time.
 */
final class GzipBlocks implements AutoCloseable {
    private static final int BLOCK = 128 * 1024;
    private static final int WINDOW = 32 * 1024;
    private static final int THREADS = Math.min(8, Runtime.getRuntime().availableProcessors());
    private static final int UNDER_WAY = THREADS + 2;
    private static final ThreadPoolExecutor POOL = pool();
    private static final byte[] NOTHING = {};

    private final CountedFile file;
    private final Deque<Future<Deflated>> underWay = new ArrayDeque<>();
    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();
    private byte[] block = NOTHING;
    private int length;
    private byte[] dictionary = NOTHING;

    /** What a block has become. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
    private record Deflated(byte[] bytes, int length) {}

    GzipBlocks(CountedFile file) {
        this.file = file;
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "coffer-gzip");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    void write(byte[] bytes, int offset, int count) {
        int end = offset + count;
        for (int from = offset; from < end; ) {
            if (length == BLOCK) {
                send();
            }
            int size = Math.min(BLOCK - length, end - from);
            if (block.length < length + size) {
                block = Arrays.copyOf(block, Math.min(BLOCK, Math.max(length + size, 2 * block.length)));
            }
            System.arraycopy(bytes, from, block, length, size);
            length += size;
            from += size;
        }
    }

    /** Ends the stream; the next byte begins another. */
    void end() {
        if (underWay.isEmpty() && dictionary.length == 0) {
            put(deflate(block, length, NOTHING, true));
        } else {
            submit(true);
            while (!underWay.isEmpty()) {
                takeFirst();
            }
        }
        length = 0;
        dictionary = NOTHING;
    }

    private void send() {
        submit(false);
        dictionary = Arrays.copyOfRange(block, BLOCK - WINDOW, BLOCK);
        block = new byte[BLOCK];
        length = 0;
        if (underWay.size() > UNDER_WAY) {
            takeFirst();
        }
    }

    private void submit(boolean last) {
        byte[] own = block;
        int size = length;
        byte[] before = dictionary;
        FutureTask<Deflated> task = new FutureTask<>(() -> deflate(own, size, before, last));
        underWay.add(task);
        POOL.execute(task);
        if (last) {
            block = NOTHING;
        }
    }

    private void takeFirst() {
        try {
            put(underWay.remove().get());
        } catch (InterruptedException e) {
            throw StorageFailure.interrupted(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void put(Deflated deflated) {
        file.write(deflated.bytes(), 0, deflated.length());
    }

    private Deflated deflate(byte[] plain, int size, byte[] before, boolean last) {
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
        return new Deflated(out, written);
    }

    /** What is under way is given up. */
    @Override
    public void close() {
        for (Future<Deflated> task : underWay) {
            await(task);
        }
        underWay.clear();
        for (Deflater deflater = idle.poll(); deflater != null; deflater = idle.poll()) {
            deflater.end();
        }
    }

    private static void await(Future<Deflated> task) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!task.isDone()) {
                try {
                    task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    // Nobody needs it any more.
                    return;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
