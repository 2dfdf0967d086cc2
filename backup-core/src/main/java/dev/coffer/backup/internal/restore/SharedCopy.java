package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.Row;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one large table by several COPYs: whoever reads the file gives away what others have time for, and does the
 * rest. Where nobody has time it is one COPY like any other.
 */
final class SharedCopy implements BulkLoad {
    private static final int CHUNK = 1 << 17;

    /** So many wait for each helper at most, enough that it need not wait while the reader waits for the server. */
    private static final int AHEAD = 3;

    private final SharedLoads loads;
    private final CopyLoad own;
    private final LoadTarget table;
    private long rows;
    private Chunk filling = new Chunk();

    // Guarded by this.
    private final Deque<Chunk> given = new ArrayDeque<>();
    private final Deque<Chunk> empty = new ArrayDeque<>();
    private int helpers;
    private boolean ended;

    /** Rows that stand one after another. */
    private static final class Chunk {
        private final byte[] bytes = new byte[CHUNK];
        private int length;
        private long rows;
        private long before;

        void begin(long at) {
            length = 0;
            rows = 0;
            before = at;
        }

        void sendTo(CopyLoad copy) {
            copy.lines(bytes, 0, length, rows, before);
        }
    }

    /** @param own takes what nobody else does */
    SharedCopy(SharedLoads loads, LoadTarget table, CopyLoad own) {
        this.loads = loads;
        this.table = table;
        this.own = own;
        loads.opened(this);
    }

    @Override
    public void row(Row row, byte[] line, int length) {
        lines(line, 0, length, 1);
    }

    @Override
    public void lines(byte[] lines, int offset, int length, long count) {
        if (length > CHUNK - filling.length) {
            pass();
        }
        if (length > CHUNK) {
            own.lines(lines, offset, length, count, rows);
        } else {
            System.arraycopy(lines, offset, filling.bytes, filling.length, length);
            filling.length += length;
            filling.rows += count;
        }
        rows += count;
        if (filling.rows == 0) {
            filling.begin(rows);
        }
    }

    private void pass() {
        if (filling.rows > 0 && !give()) {
            filling.sendTo(own);
        }
        filling.begin(rows);
    }

    private synchronized boolean give() {
        if (given.size() >= AHEAD * helpers) {
            return false;
        }
        given.add(filling);
        filling = empty.isEmpty() ? new Chunk() : empty.remove();
        notifyAll();
        return true;
    }

    /** What nobody has begun when all is read is done here; then the others are waited for. */
    @Override
    public void end() {
        pass();
        for (Chunk chunk = takeBack(); chunk != null; chunk = takeBack()) {
            chunk.sendTo(own);
        }
        own.end();
        awaitHelpers();
    }

    private synchronized @Nullable Chunk takeBack() {
        ended = true;
        notifyAll();
        return given.poll();
    }

    private synchronized void awaitHelpers() {
        try {
            while (helpers > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while it loaded rows")
                    .table(table.name())
                    .exception();
        }
    }

    @Override
    public void close() {
        loads.closed(this);
        synchronized (this) {
            ended = true;
            given.clear();
            notifyAll();
        }
        own.close();
    }

    synchronized int helpers() {
        return helpers;
    }

    /** Takes part until {@link #help} is done; false when it is too late. */
    synchronized boolean join() {
        if (ended) {
            return false;
        }
        helpers++;
        return true;
    }

    /** Does what is given away, on another connection and in another thread. */
    void help(JobLane lane) throws InterruptedException, SQLException {
        try (CopyLoad copy = new CopyLoad(lane.session(), lane.transactions(), table, table.copySql())) {
            lane.transactions().need(Locks.TABLE);
            for (Chunk chunk = next(); chunk != null; chunk = next()) {
                chunk.sendTo(copy);
                done(chunk);
            }
            copy.end();
        } finally {
            leave();
        }
    }

    private synchronized @Nullable Chunk next() throws InterruptedException {
        while (given.isEmpty() && !ended) {
            wait();
        }
        return given.poll();
    }

    private synchronized void done(Chunk chunk) {
        empty.add(chunk);
    }

    private synchronized void leave() {
        helpers--;
        notifyAll();
    }
}
