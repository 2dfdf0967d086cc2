package dev.coffer.backup.testkit.internal.recording;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.target.Reference;
import dev.coffer.backup.testkit.internal.target.Sql;
import dev.coffer.backup.testkit.internal.target.TargetSchema;
import dev.coffer.backup.testkit.internal.target.TargetTable;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows that were chosen, and all that they refer to, by where they lie in one snapshot. */
public final class ChosenRows {
    private static final int ASKED_TOGETHER = 1_000;

    private final DatabaseSession session;
    private final TargetSchema schema;
    private final Map<TableName, Set<String>> rows = new LinkedHashMap<>();
    private final Deque<Found> unfollowed = new ArrayDeque<>();

    /** Begins with none; the session has a transaction open that sees one snapshot. */
    public ChosenRows(DatabaseSession session, TargetSchema schema) {
        this.session = session;
        this.schema = schema;
    }

    private record Found(TableName table, List<String> rows) {}

    /** Chooses rows of a table. */
    public void choose(TargetTable table, String condition) throws SQLException {
        rows.computeIfAbsent(table.name(), same -> new LinkedHashSet<>());
        add(table.name(), "SELECT t.tableoid, t.ctid FROM " + Sql.quote(table.name()) + " t WHERE " + condition);
        follow();
    }

    private void add(TableName table, String sql) throws SQLException {
        Set<String> known = rows.computeIfAbsent(table, same -> new LinkedHashSet<>());
        List<String> fresh = session.query(sql).get(0).stream()
                .map(ChosenRows::place)
                .filter(known::add)
                .toList();
        for (int from = 0; from < fresh.size(); from += ASKED_TOGETHER) {
            unfollowed.add(new Found(table, fresh.subList(from, Math.min(fresh.size(), from + ASKED_TOGETHER))));
        }
    }

    private static String place(@Nullable String[] row) {
        return "(" + requireNonNull(row[0]) + "::pg_catalog.oid, '" + requireNonNull(row[1]) + "'::pg_catalog.tid)";
    }

    private void follow() throws SQLException {
        while (!unfollowed.isEmpty()) {
            Found children = unfollowed.remove();
            for (Reference reference : schema.references()) {
                boolean clone =
                        schema.table(reference.to()).map(TargetTable::partition).orElse(false);
                if (reference.from().equals(children.table()) && !clone) {
                    add(reference.to(), parents(reference, children.rows()));
                }
            }
        }
    }

    private static String parents(Reference reference, List<String> children) {
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < reference.columns().size(); i++) {
            same.append(i == 0 ? "" : " AND ")
                    .append("p.")
                    .append(Sql.quote(reference.keys().get(i)))
                    .append(" OPERATOR(pg_catalog.=) c.")
                    .append(Sql.quote(reference.columns().get(i)));
        }
        return "SELECT DISTINCT p.tableoid, p.ctid FROM " + Sql.quote(reference.to()) + " p JOIN "
                + Sql.quote(reference.from()) + " c ON " + same + " WHERE " + in("c", children);
    }

    private static String in(String alias, List<String> places) {
        return "(" + alias + ".tableoid, " + alias + ".ctid) IN (VALUES " + String.join(", ", places) + ")";
    }

    /** The tables of which rows were chosen, or that were chosen though they have none. */
    public Set<TableName> tables() {
        return rows.keySet();
    }

    /** The chosen rows of a table, with these columns, in the order of its key. */
    public List<@Nullable String[]> read(TargetTable table, List<String> columns) throws SQLException {
        Set<String> places = rows.getOrDefault(table.name(), Set.of());
        if (places.isEmpty()) {
            return List.of();
        }
        List<String> order = table.key().isEmpty() ? columns : table.key();
        String list = columns.isEmpty() ? "1" : Sql.list(columns);
        return session.query("SELECT " + list + " FROM " + Sql.quote(table.name()) + " t WHERE "
                        + in("t", List.copyOf(places))
                        + (order.isEmpty()
                                ? ""
                                : " ORDER BY "
                                        + order.stream()
                                                .map(column -> sortable(table, column))
                                                .collect(Collectors.joining(", "))))
                .get(0);
    }

    /** Keys in their own order; without one by text and bytes, since not every type can be sorted. */
    private static String sortable(TargetTable table, String column) {
        return table.key().isEmpty()
                ? Sql.quote(column) + "::pg_catalog.text COLLATE pg_catalog.\"C\""
                : Sql.quote(column);
    }
}
