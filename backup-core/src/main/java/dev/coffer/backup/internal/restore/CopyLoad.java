package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.spi.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows by a COPY of their own. */
final class CopyLoad implements BulkLoad {
    private final Session session;
    private final Transactions transactions;
    private final LoadTarget table;
    private final String copySql;
    private Session.@Nullable CopyIn copy;
    private final RowPlaces places = new RowPlaces();

    CopyLoad(Session session, Transactions transactions, LoadTarget table, String copySql) {
        this.session = session;
        this.transactions = transactions;
        this.table = table;
        this.copySql = copySql;
    }

    @Override
    public void row(Row row, byte[] line, int length) {
        lines(line, 0, length, 1);
    }

    @Override
    public void lines(byte[] lines, int offset, int length, long count) {
        lines(lines, offset, length, count, places.next());
    }

    /**
     * Takes rows of a table of which others take some.
     *
     * @param before how many rows of the table stand before these
     */
    void lines(byte[] lines, int offset, int length, long count, long before) {
        places.add(before, count);
        try {
            if (copy == null) {
                copy = session.copyIn(copySql);
            }
            copy.write(lines, offset, length);
        } catch (SQLException e) {
            throw DataRefusals.refused(table, e, places);
        }
    }

    @Override
    public void end() {
        if (copy == null) {
            return;
        }
        long taken;
        try {
            taken = copy.finish();
            transactions.done();
        } catch (SQLException e) {
            throw DataRefusals.refused(table, e, places);
        }
        if (taken != places.rows()) {
            throw Problem.of(ErrorCode.ROW_COUNT, "the server took " + taken + " of " + places.rows() + " rows")
                    .table(table.name())
                    .hint(
                            "a trigger of the target's table keeps rows out: disable it, or restore into an empty database")
                    .exception();
        }
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
