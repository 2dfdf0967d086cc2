package dev.coffer.backup.internal.compression;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Compresses one stream on several threads: it is cut into blocks of a fixed size, so that the result is the same one however
 * many threads there are. Used by one thread at a time.
 */
public abstract class ParallelBlocks implements AutoCloseable {
    private static final int THREADS = Math.min(8, Runtime.getRuntime().availableProcessors());
    private static final int UNDER_WAY = THREADS + 2;
    private static final ThreadPoolExecutor POOL = pool();
    private static final byte[] NOTHING = {};

    private final Sink out;
    private final int blockSize;
    private final int window;
    private final Deque<UnderWay> underWay = new ArrayDeque<>();
    /** Blocks of a long stream that have been compressed: a new array of that size costs the collector more than one used again. */
    private final Deque<byte[]> used = new ArrayDeque<>();

    private byte[] block = NOTHING;
    private int length;
    private byte[] before = NOTHING;

    /** Takes compressed bytes, in their order. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] bytes, int offset, int length);
    }

    /** What a block has become. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
    record Compressed(byte[] bytes, int length) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record UnderWay(Future<Compressed> task, byte[] plain) {}

    /**
     * Begins a stream.
     *
     * @param blockSize how many plain bytes a block has, but the last
     * @param window how many of the bytes before a block its compression may refer to
     */
    ParallelBlocks(Sink out, int blockSize, int window) {
        this.out = out;
        this.blockSize = blockSize;
        this.window = window;
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "coffer-compress");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Compresses a block. Called by several threads.
     *
     * @param before what the block may refer to: the end of the one before, nothing for the first
     * @param last whether the stream ends with it
     */
    abstract Compressed compress(byte[] plain, int size, byte[] before, boolean last);

    /** The bytes of what {@link #compress} returned are not needed any more. Called by the thread that writes. */
    void written(byte[] bytes) {}

    /** The stream has ended: nothing that only saves work within one is kept. */
    void ended() {}

    /** Gives back what {@link #compress} keeps from block to block. No block is under way. */
    abstract void release();

    /** Takes plain bytes. */
    public void write(byte[] bytes, int offset, int count) {
        int end = offset + count;
        for (int from = offset; from < end; ) {
            if (length == blockSize) {
                send();
            }
            int size = Math.min(blockSize - length, end - from);
            if (block.length < length + size) {
                block = Arrays.copyOf(block, Math.min(blockSize, Math.max(length + size, 2 * block.length)));
            }
            System.arraycopy(bytes, from, block, length, size);
            length += size;
            from += size;
        }
    }

    /** Ends the stream; the next byte begins another. */
    public void end() {
        if (underWay.isEmpty() && before.length == 0) {
            put(compress(block, length, NOTHING, true));
        } else {
            submit(true);
            while (!underWay.isEmpty()) {
                takeFirst();
            }
        }
        length = 0;
        before = NOTHING;
        used.clear();
        ended();
    }

    private void send() {
        submit(false);
        before = Arrays.copyOfRange(block, blockSize - window, blockSize);
        if (underWay.size() > UNDER_WAY) {
            takeFirst();
        }
        block = used.isEmpty() ? new byte[blockSize] : used.remove();
        length = 0;
    }

    private void submit(boolean last) {
        byte[] own = block;
        int size = length;
        byte[] dictionary = before;
        FutureTask<Compressed> task = new FutureTask<>(() -> compress(own, size, dictionary, last));
        underWay.add(new UnderWay(task, own));
        POOL.execute(task);
        if (last) {
            block = NOTHING;
        }
    }

    private void takeFirst() {
        try {
            UnderWay first = underWay.remove();
            put(first.task().get());
            if (first.plain().length == blockSize) {
                used.add(first.plain());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted")
                    .hint("run it again; nothing of this run is kept")
                    .exception(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void put(Compressed compressed) {
        out.write(compressed.bytes(), 0, compressed.length());
        written(compressed.bytes());
    }

    /** What is under way is given up. */
    @Override
    public void close() {
        for (UnderWay each : underWay) {
            await(each.task());
        }
        underWay.clear();
        release();
    }

    private static void await(Future<Compressed> task) {
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
