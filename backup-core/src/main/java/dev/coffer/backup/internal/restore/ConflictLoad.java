package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.spi.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows that may meet others with the same key: by COPY into a temporary table, and from there with one INSERT. It takes four
 * round trips, however many rows there are.
 */
final class ConflictLoad implements BulkLoad {
    private static final String STAGE = "pg_temp.\"coffer stage\"";

    private final Session session;
    private final Transactions transactions;
    private final LoadTarget table;
    private @Nullable CopyLoad copy;

    ConflictLoad(Session session, Transactions transactions, LoadTarget table) {
        this.session = session;
        this.transactions = transactions;
        this.table = table;
    }

    @Override
    public void row(Row row, byte[] line, int length) {
        stage().row(row, line, length);
    }

    @Override
    public void lines(byte[] lines, int offset, int length, long count) {
        stage().lines(lines, offset, length, count);
    }

    private CopyLoad stage() {
        if (copy == null) {
            run("CREATE TEMPORARY TABLE " + STAGE + " ON COMMIT DROP AS SELECT " + table.columns() + " FROM "
                    + table.intoSql() + " WITH NO DATA");
            copy = new CopyLoad(session, transactions, table, "COPY " + STAGE + " FROM STDIN");
        }
        return copy;
    }

    @Override
    public void end() {
        if (copy == null) {
            return;
        }
        copy.end();
        run("INSERT INTO " + table.intoSql() + " (" + table.columns() + ") OVERRIDING SYSTEM VALUE SELECT "
                + table.columns() + " FROM " + STAGE
                + requireNonNull(table.action().merge()).sql() + ";\nDROP TABLE " + STAGE);
    }

    private void run(String sql) {
        try {
            session.execute(sql);
            transactions.done();
        } catch (SQLException e) {
            throw DataRefusals.refused(table, e);
        }
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
