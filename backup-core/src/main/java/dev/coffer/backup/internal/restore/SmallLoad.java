package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.Row;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Rows that wait for those of other tables; should they turn out to be many, by a COPY after all. */
final class SmallLoad implements Load {
    private static final int TOO_MUCH = 1 << 18;

    private final Session session;
    private final Transactions transactions;
    private final LoadTarget table;
    private final SmallTables small;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final StringBuilder insert = new StringBuilder();
    private long rows;
    private @Nullable BulkLoad copy;

    SmallLoad(Session session, Transactions transactions, LoadTarget table, SmallTables small) {
        this.session = session;
        this.transactions = transactions;
        this.table = table;
        this.small = small;
    }

    @Override
    public void row(Row row, byte[] line, int length) {
        if (copy != null) {
            copy.row(row, line, length);
            return;
        }
        if (lines.size() + length > TOO_MUCH) {
            byCopy().row(row, line, length);
            return;
        }
        lines.write(line, 0, length);
        append(row);
        rows++;
    }

    private void append(Row row) {
        insert.append(rows == 0 ? table.insertSql() : ",\n");
        for (int i = 0; i < row.size(); i++) {
            insert.append(i == 0 ? '(' : ',');
            insert.append(row.isNull(i) ? "NULL" : Sql.literal(row.text(i)));
        }
        insert.append(')');
    }

    private BulkLoad byCopy() {
        small.flush();
        BulkLoad load = BulkLoad.of(session, transactions, table);
        copy = load;
        insert.setLength(0);
        if (rows > 0) {
            load.lines(lines.toByteArray(), 0, lines.size(), rows);
        }
        return load;
    }

    @Override
    public void end() {
        if (copy != null) {
            copy.end();
        } else if (rows > 0) {
            small.add(new SmallTables.Pending(
                    table, insert.append(table.conflictSql()).toString(), lines.toByteArray(), rows));
        }
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
        }
    }
}
