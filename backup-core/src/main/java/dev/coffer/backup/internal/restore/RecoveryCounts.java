package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.Progress;
import dev.coffer.backup.RecoveryPreview;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RowRestore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings the rows of the backup into temporary tables, proved whole, and lets the server say how the live ones differ from them. */
final class RecoveryCounts {
    private final Session session;
    private final RestoreSource source;
    private final RestoreProgress progress;
    private final Transactions transactions;

    RecoveryCounts(Session session, RestoreSource source, RestoreProgress progress) {
        this.session = session;
        this.source = source;
        this.progress = progress;
        this.transactions = Transactions.one(session);
    }

    /** In the order of the tables; leaves the temporary tables with the rows that the conditions choose. */
    List<RecoveryPreview.Table> of(List<RecoveryTable> tables) {
        progress.expect(tables.stream()
                .flatMap(table -> table.sources().stream())
                .map(LoadTarget::source)
                .toList());
        progress.phase(Progress.Phase.ROWS);
        if (tables.isEmpty()) {
            return List.of();
        }
        query(tables.stream().map(RecoveryTable::createSql).collect(Collectors.joining(";\n")), null);
        try (Restore restore = source.strategy().open(source.context())) {
            if (!(restore instanceof RowRestore rows)) {
                throw new IllegalStateException("a restore of an unknown kind: " + restore.getClass());
            }
            for (RecoveryTable table : tables) {
                for (LoadTarget from : table.sources()) {
                    load(table, from, rows);
                }
            }
        } catch (IOException e) {
            throw StorageFailure.readingBackup(e);
        }
        query(tables.stream().map(table -> "ANALYZE " + table.stage()).collect(Collectors.joining(";\n")), null);
        List<RecoveryPreview.Table> counts = new ArrayList<>();
        tables.forEach(table -> counts.add(count(table)));
        return counts;
    }

    private void load(RecoveryTable table, LoadTarget from, RowRestore rows) throws IOException {
        progress.begins(from.name());
        try (CopyLoad load = new CopyLoad(session, transactions, from, table.copySql(from))) {
            TableSink sink = new TableSink(from, load, progress);
            rows.rows(from.source().data(), from.columnNames(), sink);
            sink.end();
            progress.ends(from.name(), sink.proveWhole());
        }
    }

    private RecoveryPreview.Table count(RecoveryTable table) {
        List<String> statements = new ArrayList<>(List.of(table.extraSql()));
        if (table.condition() != null) {
            // A condition must not write: only temporary tables can be written to until the savepoint is released.
            statements.addAll(0, List.of("SAVEPOINT condition", "SET TRANSACTION READ ONLY"));
            statements.add(table.chooseSql());
            statements.add("RELEASE SAVEPOINT condition");
        }
        statements.add(table.countSql());
        List<List<@Nullable String[]>> results = query(String.join(";\n", statements), table);
        @Nullable String[] counts = results.get(1).get(0);
        long there = number(counts, 1) + number(counts, 2);
        long extra = number(results.get(0).get(0), 0) - (table.keyed() ? 0 : there);
        return new RecoveryPreview.Table(
                table.into(),
                table.keyed(),
                number(counts, 0),
                number(counts, 1),
                number(counts, 2),
                extra,
                requireNonNull(counts[3]));
    }

    private List<List<@Nullable String[]>> query(String sql, @Nullable RecoveryTable table) {
        try {
            return session.query(sql);
        } catch (SQLException e) {
            String doing = "comparing the rows of the backup with the live ones";
            throw table == null ? SqlErrors.translate(e, doing) : SqlErrors.translateData(e, doing, table.into());
        }
    }

    private static long number(@Nullable String[] row, int column) {
        return Long.parseLong(requireNonNull(row[column]));
    }
}
