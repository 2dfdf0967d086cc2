package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.RowRestore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * Brings the rows of every table into the database. Small tables travel together, since each
 * COPY costs two round trips (P13); all others by COPY.
 */
final class RowLoader {
    /** COPY text; above it a table is worth a COPY of its own. */
    private static final long SMALL = 1 << 16;

    private final Session session;
    private final Transactions transactions;
    private final RowRestore rows;
    private final boolean ordered;
    private final RestoreProgress progress;
    private final Function<LoadTarget, BulkLoad> bulk;
    private final SmallTables small;
    private long largeObjects;

    RowLoader(Session session, Transactions transactions, RowRestore rows, boolean ordered, RestoreProgress progress) {
        this(session, transactions, rows, ordered, progress, table -> BulkLoad.of(session, transactions, table));
    }

    /**
     * A loader of one connection.
     *
     * @param ordered whether a table's rows must be there before those of the next
     * @param bulk brings in the rows of a table that is not small
     */
    RowLoader(
            Session session,
            Transactions transactions,
            RowRestore rows,
            boolean ordered,
            RestoreProgress progress,
            Function<LoadTarget, BulkLoad> bulk) {
        this.session = session;
        this.transactions = transactions;
        this.rows = rows;
        this.ordered = ordered;
        this.progress = progress;
        this.bulk = bulk;
        this.small = new SmallTables(session, transactions);
    }

    /** Loads a table; a small one may wait for others. */
    void load(LoadTarget table) {
        makeRoom();
        read(table);
    }

    /** What waits is loaded too. Returns how many large objects there were. */
    long finish() {
        small.flush();
        return largeObjects;
    }

    /** What is gathered belongs to the transaction that is open. */
    private void makeRoom() {
        try {
            if (transactions.full(Locks.TABLE)) {
                small.flush();
            }
            transactions.need(Locks.TABLE);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "loading rows");
        }
    }

    private void read(LoadTarget table) {
        progress.begins(table.name());
        long loaded;
        if (table.source().largeObjects()) {
            LargeObjectLoad load = new LargeObjectLoad(session, transactions, table);
            loaded = read(table, load);
            largeObjects = load.count();
        } else if (table.source().bytes() <= SMALL && !table.copyOnly()) {
            loaded = read(table, new SmallLoad(session, transactions, table, small));
        } else {
            if (ordered) {
                small.flush();
            }
            loaded = read(table, bulk.apply(table));
        }
        progress.ends(table.name(), loaded);
    }

    private long read(LoadTarget table, Load load) {
        try (load) {
            TableSink sink = new TableSink(table, load, progress);
            rows.rows(table.source().data(), table.columnNames(), sink);
            sink.end();
            return sink.proveWhole();
        } catch (IOException e) {
            throw StorageFailure.readingRows(e, table.name(), table.file());
        }
    }
}
