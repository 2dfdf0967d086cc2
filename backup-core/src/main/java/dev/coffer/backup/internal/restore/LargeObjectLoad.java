package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.Row;
import java.sql.SQLException;
import java.util.Objects;

/** Large objects with the numbers that they had: tables refer to them by these (P3). */
final class LargeObjectLoad implements Load {
    private static final int MESSAGE_CHARS = 1 << 20;
    private static final int MESSAGE_OBJECTS = 1_000;

    private final Session session;
    private final Transactions transactions;
    private final LoadTarget table;
    private final StringBuilder message = new StringBuilder();
    private final LargeObjectNumbers there;
    private long current = -1;
    private boolean left;
    private int objects;
    private long count;

    LargeObjectLoad(Session session, Transactions transactions, LoadTarget table) {
        this.session = session;
        this.transactions = transactions;
        this.table = table;
        this.there = table.action().emptied() || table.action().merge() != null
                ? LargeObjectNumbers.of(session)
                : LargeObjectNumbers.NONE;
    }

    @Override
    public void row(Row row, byte[] line, int length) {
        long number = number(row, 0);
        long offset = number(row, 1);
        if (number != current) {
            current = number;
            begin(number);
        }
        if (left) {
            return;
        }
        String bytes = row.text(2);
        if (!bytes.equals("\\x")) {
            message.append("SELECT pg_catalog.lo_put(")
                    .append(number)
                    .append(',')
                    .append(offset)
                    .append(',')
                    .append(Sql.literal(bytes))
                    .append(");\n");
        }
        if (message.length() > MESSAGE_CHARS || objects >= MESSAGE_OBJECTS) {
            flush();
        }
    }

    private void begin(long number) {
        boolean exists = there.contains(number);
        left = exists && table.action().merge() != null;
        if (left) {
            return;
        }
        if (exists) {
            message.append("SELECT pg_catalog.lo_unlink(").append(number).append(");\n");
        } else {
            count++;
        }
        objects++;
        message.append("SELECT pg_catalog.lo_create(").append(number).append(");\n");
    }

    private long number(Row row, int field) {
        try {
            return Long.parseLong(row.text(field));
        } catch (NumberFormatException e) {
            throw Problem.of(ErrorCode.MALFORMED, "a large object has no number or no offset")
                    .file(table.file())
                    .exception();
        }
    }

    private void flush() {
        if (message.isEmpty()) {
            return;
        }
        try {
            session.execute(message.toString());
            transactions.done();
        } catch (SQLException e) {
            if (Objects.equals(e.getSQLState(), "42710") || Objects.equals(e.getSQLState(), "23505")) {
                throw Problem.of(
                                ErrorCode.LARGE_OBJECT_EXISTS,
                                "the target holds a large object with a number of the backup")
                        .hint(
                                "tables refer to large objects by number, so the numbers must be free: restore into an empty database")
                        .exception();
            }
            throw DataRefusals.refused(table, e);
        }
        message.setLength(0);
        objects = 0;
    }

    /** How many there are now that were not there before. */
    long count() {
        return count;
    }

    @Override
    public void end() {
        flush();
    }
}
