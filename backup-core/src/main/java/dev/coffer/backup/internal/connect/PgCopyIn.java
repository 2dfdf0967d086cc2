package dev.coffer.backup.internal.connect;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/** Gathers what is written into messages of a size that is worth sending. */
final class PgCopyIn implements Session.CopyIn {
    private static final int MESSAGE = 1 << 16;

    private final PgSession session;
    private final CopyIn copy;
    private final byte[] gathered = new byte[MESSAGE];
    private int length;

    PgCopyIn(PgSession session, CopyIn copy) {
        this.session = session;
        this.copy = copy;
    }

    @Override
    public void write(byte[] buffer, int offset, int count) throws SQLException {
        if (count > MESSAGE - length) {
            flush();
        }
        if (count > MESSAGE) {
            send(buffer, offset, count);
        } else {
            System.arraycopy(buffer, offset, gathered, length, count);
            length += count;
        }
    }

    private void flush() throws SQLException {
        if (length > 0) {
            int count = length;
            length = 0;
            send(gathered, 0, count);
        }
    }

    private void send(byte[] buffer, int offset, int count) throws SQLException {
        session.interruptibly(() -> {
            copy.writeToCopy(buffer, offset, count);
            return true;
        });
    }

    @Override
    public long finish() throws SQLException {
        flush();
        return session.interruptibly(copy::endCopy);
    }

    @Override
    public void close() {
        session.cancel(copy);
    }
}
