package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.spi.RowRestore;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything on the connection of the run, one after another. */
final class OneHand implements Hands {
    private final Session session;
    private final Transactions transactions;
    private final DdlRunner ddl;
    private final boolean ordered;
    private final RestoreProgress progress;

    /** @param ordered whether a table's rows must be there before those of the next */
    OneHand(Session session, Transactions transactions, DdlRunner ddl, boolean ordered, RestoreProgress progress) {
        this.session = session;
        this.transactions = transactions;
        this.ddl = ddl;
        this.ordered = ordered;
        this.progress = progress;
    }

    @Override
    public long load(List<LoadTarget> tables, RowRestore rows) {
        RowLoader loader = new RowLoader(session, transactions, rows, ordered, progress);
        tables.forEach(loader::load);
        return loader.finish();
    }

    @Override
    public void create(List<SchemaEntry> postData) {
        ddl.run(postData);
    }

    @Override
    public Map<TableName, Long> count(Map<TableName, String> places) {
        return new RowCounts(session, transactions).of(places);
    }

    /** They come after COMMIT, which they need not hold up. */
    @Override
    public Set<TableName> analyzed() {
        return Set.of();
    }

    @Override
    public int transactions() {
        return transactions.count();
    }

    @Override
    public void close() {}
}
