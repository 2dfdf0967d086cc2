package dev.coffer.backup.internal.drill;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.restore.Partitions;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.spi.Column;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells which tables of a restored database hold the rows that were backed up. Two things may differ that are no loss: a
 * child's columns come back in the order in which it inherits them, and the server may put a row into another partition (P12).
 */
final class RestoredRows {
    private final Manifest backedUp;
    private final Map<TableName, Manifest.Table> found;

    RestoredRows(Manifest backedUp, Manifest found) {
        this.backedUp = backedUp;
        this.found = found.tables().stream().collect(Collectors.toMap(Manifest.Table::name, Function.identity()));
    }

    /** The tables that hold the same rows. */
    Set<TableName> same(ConnectionSource restored) {
        Map<TableName, String> hashes = new HashMap<>();
        found.forEach((name, table) -> hashes.put(name, table.contentHash()));
        Set<TableName> same = same(hashes);
        if (same.size() < found.size()) {
            try (Session session = restored.open()) {
                session.execute(Pins.BEGIN_BACKUP + ";\n" + Pins.forBackup(session.serverVersion(), Duration.ZERO));
                hashInOrderOfBackup(session, hashes);
                same.addAll(same(hashes));
                same.addAll(sameAsWholes(Partitions.roots(session), hashes));
            } catch (SQLException e) {
                throw SqlErrors.translate(e, "comparing the restored rows");
            } catch (IOException e) {
                throw new IllegalStateException("a hash wrote nothing", e);
            }
        }
        return same;
    }

    private Set<TableName> same(Map<TableName, String> hashes) {
        return backedUp.tables().stream()
                .filter(table -> {
                    Manifest.Table other = found.get(table.name());
                    return other != null
                            && other.rows() == table.rows()
                            && table.contentHash().equals(hashes.get(table.name()));
                })
                .map(Manifest.Table::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void hashInOrderOfBackup(Session session, Map<TableName, String> hashes) throws SQLException, IOException {
        for (Manifest.Table table : backedUp.tables()) {
            Manifest.Table other = found.get(table.name());
            if (other == null || !hasOtherOrder(names(table), names(other))) {
                continue;
            }
            String columns = names(table).stream().map(Sql::quote).collect(Collectors.joining(", "));
            ContentHash hash = new ContentHash();
            session.copyOut("COPY " + Sql.quote(table.name()) + " (" + columns + ") TO STDOUT", hash::add);
            hashes.put(table.name(), hash.toString());
        }
    }

    private static List<String> names(Manifest.Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    private static boolean hasOtherOrder(List<String> one, List<String> other) {
        return !one.equals(other) && one.size() == other.size() && new HashSet<>(one).equals(new HashSet<>(other));
    }

    /** The partitions of those partitioned tables whose rows, all partitions together, are the same. */
    private Set<TableName> sameAsWholes(Map<TableName, TableName> roots, Map<TableName, String> hashes) {
        Map<TableName, ContentHash> before = new HashMap<>();
        Map<TableName, ContentHash> now = new HashMap<>();
        for (Manifest.Table table : backedUp.tables()) {
            TableName root = roots.get(table.name());
            String hash = hashes.get(table.name());
            if (root != null && hash != null) {
                before.computeIfAbsent(root, of -> new ContentHash()).add(ContentHash.of(table.contentHash()));
                now.computeIfAbsent(root, of -> new ContentHash()).add(ContentHash.of(hash));
            }
        }
        return backedUp.tables().stream()
                .map(Manifest.Table::name)
                .filter(name -> found.containsKey(name) && roots.containsKey(name))
                .filter(name -> {
                    TableName root = roots.get(name);
                    return String.valueOf(before.get(root)).equals(String.valueOf(now.get(root)));
                })
                .collect(Collectors.toSet());
    }
}
