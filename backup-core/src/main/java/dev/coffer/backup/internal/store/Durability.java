package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes files survive a crash of the machine, several at a time and beside the writing of others: the file system puts
 * what it is asked for at the same time into one entry of its journal, which for thousands of small files is five times
 * as quick as one after another.
 */
final class Durability implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int IDLE_SECONDS = 5;

    private final ThreadPoolExecutor threads;
    private final Queue<Future<?>> running = new ConcurrentLinkedQueue<>();
    private volatile @Nullable BackupException failure;
    private volatile boolean closed;

    private final boolean forces;

    /** Makes files durable, or where they are gone before long only closes them. */
    Durability(boolean forces) {
        this.forces = forces;
        // Whoever finds the queue full does the work itself, so that open files stay few.
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                work -> {
                    Thread thread = new Thread(work, "coffer-fsync");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Forces the file to the disk and closes it, some time before {@link #await} returns. */
    void complete(FileChannel channel, String name, @Nullable Path near) {
        if (!forces) {
            close(channel, name, near);
            return;
        }
        FutureTask<Void> task = new FutureTask<>(() -> force(channel, name, near), null);
        running.add(task);
        threads.execute(task);
        running.removeIf(Future::isDone);
    }

    /**
     * Begins to bring what has been written so far to the disk, unless others wait for that already: at the end of a large
     * file little is left to wait for.
     */
    void ahead(FileChannel channel, String name, @Nullable Path near) {
        if (forces && threads.getQueue().isEmpty()) {
            FutureTask<Void> task = new FutureTask<>(() -> forceAhead(channel, name, near), null);
            running.add(task);
            threads.execute(task);
            running.removeIf(Future::isDone);
        }
    }

    private static void close(FileChannel channel, String name, @Nullable Path near) {
        try {
            channel.close();
        } catch (IOException e) {
            throw StorageFailure.writing(e, name, near);
        }
    }

    private void forceAhead(FileChannel channel, String name, @Nullable Path near) {
        try {
            if (!closed) {
                channel.force(false);
            }
        } catch (ClosedChannelException e) {
            // Completed or given up meanwhile; whoever closed it saw to its bytes.
            return;
        } catch (IOException e) {
            // The system tells of a failure once: the last force would not hear of it.
            failure = StorageFailure.writing(e, name, near);
        }
    }

    private void force(FileChannel channel, String name, @Nullable Path near) {
        try (channel) {
            if (!closed) {
                channel.force(true);
            }
        } catch (IOException e) {
            failure = StorageFailure.writing(e, name, near);
        }
    }

    /** Throws what went wrong since the last time, if anything did. */
    void requireSound() {
        BackupException found = failure;
        if (found != null) {
            throw found;
        }
    }

    /** Returns when every file that was handed over is on the disk. */
    void await() {
        try {
            for (Future<?> task = running.poll(); task != null; task = running.poll()) {
                task.get();
            }
        } catch (InterruptedException e) {
            throw StorageFailure.interrupted(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        requireSound();
    }

    /** Waits for what is under way and only closes the rest. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = Thread.interrupted();
        try {
            await();
        } catch (BackupException e) {
            // Nobody needs the files any more, or the failure was thrown before.
            interrupted |= Thread.interrupted();
        } finally {
            threads.shutdown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
