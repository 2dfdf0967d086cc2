package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Session;

/** A load of its own, for as many rows as there are. */
interface BulkLoad extends Load {
    /** Takes several rows that stand one after another. */
    void lines(byte[] lines, int offset, int length, long count);

    /** The load that the table needs. */
    static BulkLoad of(Session session, Transactions transactions, LoadTarget table) {
        return table.action().merge() == null
                ? new CopyLoad(session, transactions, table, table.copySql())
                : new ConflictLoad(session, transactions, table);
    }
}
