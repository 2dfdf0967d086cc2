package dev.coffer.backup.internal.backup;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a COPY from the socket in a thread of its own, so that the server goes on while what it sent is still
 * being encoded. A bounded number of rows is under way; a very long row is not copied but waited for.
 */
final class ReadAhead {
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int BATCHES = 8;
    private static final byte[] NOTHING = {};

    private final Session session;
    private final String copy;
    private final Semaphore room = new Semaphore(BATCHES);
    private final BlockingQueue<Batch> full = new LinkedBlockingQueue<>();
    private final BlockingQueue<Batch> used = new LinkedBlockingQueue<>();
    private final Batch end = new Batch(NOTHING);
    private Batch filling = new Batch(new byte[BATCH_BYTES]);
    private long received;
    private @Nullable Throwable failure;

    private ReadAhead(Session session, String copy) {
        this.session = session;
        this.copy = copy;
    }

    /** The same as {@link Session#copyOut}: lines arrive in the calling thread, and the copy has ended when this returns. */
    static long copy(Session session, String copy, Session.LineSink into) throws SQLException, IOException {
        return new ReadAhead(session, copy).run(into);
    }

    private long run(Session.LineSink into) throws SQLException, IOException {
        Thread reader = new Thread(this::read, Thread.currentThread().getName() + "-ahead");
        reader.setDaemon(true);
        reader.start();
        try {
            for (Batch batch = full.take(); batch != end; batch = full.take()) {
                batch.giveTo(into);
                if (batch.isOurs()) {
                    used.add(batch);
                }
                room.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted")
                    .exception();
        } finally {
            stop(reader);
        }
        rethrow();
        return received;
    }

    /** The session is used by nobody when this returns: an interrupted reader cancels its copy, or gives the connection up. */
    private static void stop(Thread reader) {
        boolean interrupted = Thread.interrupted();
        while (reader.isAlive()) {
            try {
                reader.interrupt();
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws SQLException, IOException {
        Throwable thrown = failure;
        if (thrown instanceof SQLException e) {
            throw e;
        } else if (thrown instanceof IOException e) {
            throw e;
        } else if (thrown instanceof RuntimeException e) {
            throw e;
        } else if (thrown instanceof Error e) {
            throw e;
        }
    }

    private void read() {
        try {
            received = session.copyOut(copy, this::line);
            hand();
        } catch (Throwable e) {
            failure = e;
        } finally {
            full.add(end);
        }
    }

    private void line(byte[] buffer, int offset, int length) throws IOException {
        try {
            if (length > BATCH_BYTES) {
                hand();
                handLong(buffer, offset, length);
                return;
            }
            if (!filling.takes(length)) {
                hand();
            }
            filling.add(buffer, offset, length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted")
                    .exception(e);
        }
    }

    private void hand() throws InterruptedException {
        room.acquire();
        full.add(filling);
        Batch again = used.poll();
        filling = again == null ? new Batch(new byte[BATCH_BYTES]) : again.cleared();
    }

    /** What is long stays where it is until it has been taken. */
    private void handLong(byte[] buffer, int offset, int length) throws InterruptedException {
        Batch alone = new Batch(NOTHING);
        alone.borrow(buffer, offset, length);
        room.acquire();
        full.add(alone);
        room.acquire(BATCHES);
        room.release(BATCHES);
    }

    /** Lines one after another. */
    private static final class Batch {
        private final byte[] own;
        private byte[] bytes;
        private int from;
        private int length;
        private int[] ends = new int[256];
        private int lines;

        Batch(byte[] own) {
            this.own = own;
            this.bytes = own;
        }

        boolean isOurs() {
            return bytes == own;
        }

        Batch cleared() {
            length = 0;
            lines = 0;
            return this;
        }

        boolean takes(int more) {
            return length + more <= own.length;
        }

        void add(byte[] buffer, int offset, int count) {
            System.arraycopy(buffer, offset, own, length, count);
            end(length + count);
        }

        void borrow(byte[] buffer, int offset, int count) {
            bytes = buffer;
            from = offset;
            end(offset + count);
        }

        private void end(int at) {
            length = at;
            if (lines == ends.length) {
                ends = Arrays.copyOf(ends, 2 * lines);
            }
            ends[lines++] = at;
        }

        void giveTo(Session.LineSink into) throws IOException {
            int start = from;
            for (int i = 0; i < lines; i++) {
                into.line(bytes, start, ends[i] - start);
                start = ends[i];
            }
        }
    }
}
