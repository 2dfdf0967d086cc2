package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The room in which pieces wait for their turn: bounded, shared by all files of a backup. A piece whose turn it is needs
 * no room, so as long as pieces begin in order there is always one that goes on, and the others wait for it.
 */
final class Spool {
    private static final int MEMORY_FOR_SMALL_PIECES = 4 * 1024 * 1024;

    private final Path parent;
    private final String prefix;
    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Thread> exempt = ConcurrentHashMap.newKeySet();
    private final Set<SpooledPiece> pieces = ConcurrentHashMap.newKeySet();
    private @Nullable Path folder;
    private long used;
    private int inMemory;
    private int files;
    private volatile boolean aborted;

    /** Waits in files that are made in a new folder within {@code parent} when the first is needed. */
    Spool(Path parent, String prefix, long limit) {
        this.parent = parent;
        this.prefix = prefix;
        this.limit = limit;
    }

    SpooledPiece piece() {
        SpooledPiece piece = new SpooledPiece(this);
        pieces.add(piece);
        return piece;
    }

    void forget(SpooledPiece piece) {
        pieces.remove(piece);
    }

    /**
     * Takes room, waiting until there is some.
     *
     * @return false when the turn came instead
     */
    boolean reserve(int bytes, BooleanSupplier turn) {
        lock.lock();
        try {
            while (used + bytes > limit && !exempt.contains(Thread.currentThread())) {
                requireRunning();
                if (turn.getAsBoolean()) {
                    return false;
                }
                changed.await();
            }
            used += bytes;
            return true;
        } catch (InterruptedException e) {
            throw StorageFailure.interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    void release(long bytes) {
        lock.lock();
        try {
            used -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a small piece that is complete may wait in memory. */
    boolean keepInMemory(int bytes) {
        lock.lock();
        try {
            if (inMemory + bytes > MEMORY_FOR_SMALL_PIECES) {
                return false;
            }
            inMemory += bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void releaseMemory(int bytes) {
        lock.lock();
        try {
            inMemory -= bytes;
        } finally {
            lock.unlock();
        }
    }

    Path newFile() throws IOException {
        lock.lock();
        try {
            requireRunning();
            Path place = folder;
            if (place == null) {
                place = prefix.isEmpty()
                        ? Files.createDirectory(
                                parent.resolve(".spool"), Permissions.on(parent).ofFolder())
                        : Files.createTempDirectory(
                                parent, prefix, Permissions.on(parent).ofFolder());
                folder = place;
            }
            return place.resolve(Integer.toString(files++));
        } finally {
            lock.unlock();
        }
    }

    /** Runs a change of turn, which others may be waiting for. */
    <T extends @Nullable Object> T changing(Supplier<T> change) {
        lock.lock();
        try {
            T result = change.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    void exempt(Thread thread) {
        exempt.add(thread);
        changing(() -> true);
    }

    void bound(Thread thread) {
        exempt.remove(thread);
    }

    /** Wakes all who wait and lets nobody go on. */
    void abort() {
        aborted = true;
        changing(() -> true);
    }

    void requireRunning() {
        if (aborted) {
            throw Problem.of(ErrorCode.INTERRUPTED, "writing stopped because another part of the backup failed")
                    .exception();
        }
    }

    /** Gives back every file. */
    void close() throws IOException {
        abort();
        for (SpooledPiece piece : pieces) {
            piece.letGo();
        }
        @Nullable Path place = changing(() -> folder);
        if (place != null) {
            Folders.delete(place);
        }
    }
}
