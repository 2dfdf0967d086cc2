package dev.coffer.backup.internal.selection;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables and views of a schema by their names. A partition goes by its own name and by those of the tables that it is
 * a part of.
 */
public final class Relations {
    private static final Set<String> TABLE_KINDS = Set.of("table", "foreign table");
    private static final Pattern DROP = Pattern.compile(
            "DROP (?:FOREIGN TABLE|TABLE|VIEW|MATERIALIZED VIEW) (\"(?:[^\"]|\"\")*\")\\." + "(\"(?:[^\"]|\"\")*\")");

    private final Map<TableName, List<TableName>> tables = new LinkedHashMap<>();
    private final Map<TableName, String> views = new LinkedHashMap<>();

    /**
     * Those of a schema.
     *
     * @param entries of the schema
     * @param withRows tables that may have no entry, since an extension makes them
     */
    public Relations(List<SchemaEntry> entries, Collection<TableName> withRows) {
        Map<String, TableName> byId = new HashMap<>();
        Map<TableName, TableName> parents = new HashMap<>();
        for (SchemaEntry entry : entries) {
            TableName name = nameOf(entry);
            if (name != null && TABLE_KINDS.contains(entry.kind())) {
                byId.put(entry.id(), name);
                TableName parent = parentOf(entry, byId);
                if (parent != null) {
                    parents.put(name, parent);
                }
                tables.put(name, List.of(name));
            } else if (name != null) {
                views.put(name, entry.id());
            }
        }
        withRows.forEach(name -> tables.putIfAbsent(name, List.of(name)));
        parents.forEach((name, parent) -> tables.put(name, lineage(name, parents)));
    }

    /** Null for what is neither table nor view. */
    private static @Nullable TableName nameOf(SchemaEntry entry) {
        boolean relation = TABLE_KINDS.contains(entry.kind())
                || entry.kind().equals("view")
                || entry.kind().equals("materialized view");
        if (!relation) {
            return null;
        }
        if (entry.table() != null) {
            return entry.table();
        }
        Matcher drop = DROP.matcher(entry.drop() == null ? "" : entry.drop());
        return drop.matches() ? new TableName(unquoted(drop.group(1)), unquoted(drop.group(2))) : null;
    }

    private static String unquoted(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
    }

    /** Parents come first, so that the parent of a partition is known already. */
    private static @Nullable TableName parentOf(SchemaEntry entry, Map<String, TableName> byId) {
        for (String id : entry.dependsOn()) {
            TableName parent = byId.get(id);
            if (parent != null) {
                String attach = "ALTER TABLE ONLY " + Sql.quote(parent) + " ATTACH PARTITION ";
                if (entry.statements().stream().anyMatch(sql -> sql.startsWith(attach))) {
                    return parent;
                }
            }
        }
        return null;
    }

    private static List<TableName> lineage(TableName name, Map<TableName, TableName> parents) {
        List<TableName> names = new ArrayList<>();
        for (TableName at = name; at != null && !names.contains(at); at = parents.get(at)) {
            names.add(at);
        }
        return names;
    }

    /** Every table; also those without rows of their own, such as a partitioned one. */
    public Set<TableName> tables() {
        return tables.keySet();
    }

    /** The names that a table goes by; its own only, where it is none of these. */
    public List<TableName> names(TableName table) {
        return tables.getOrDefault(table, List.of(table));
    }

    /** Every view with the id of its entry. */
    Map<TableName, String> views() {
        return views;
    }
}
