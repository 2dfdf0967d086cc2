package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the tables of a plan in the catalogue: by the patterns of its selection, by the names of its conditions. */
final class Selection {
    private static final int SHOWN = 10;
    private static final String EVERYTHING = "*.*";

    private final List<LiveTable> tables;

    private Selection(List<LiveTable> tables) {
        this.tables = tables;
    }

    /** The tables that the plan takes, in the order of the catalogue. */
    static List<PlannedTable> resolve(
            List<LiveTable> tables, TableSelection selection, Map<String, Condition> conditions) {
        List<LiveTable> chosen = new Selection(tables).choose(selection);
        Map<LiveTable, Condition> restricted = new Selection(chosen).restrict(conditions);
        return chosen.stream()
                .map(table -> new PlannedTable(table, restricted.get(table)))
                .toList();
    }

    private List<LiveTable> choose(TableSelection selection) {
        List<Matcher> included = matchers(selection.included());
        List<Matcher> excluded = matchers(selection.excluded());
        return tables.stream()
                .filter(table -> included.stream().anyMatch(matcher -> matcher.fits(table)))
                .filter(table -> excluded.stream().noneMatch(matcher -> matcher.fits(table)))
                .toList();
    }

    /** Whether a table that holds no rows of its own, such as one with partitions, is meant by the selection. */
    static boolean fits(TableSelection selection, TableName table) {
        return selection.included().stream().anyMatch(p -> Matcher.of(p).fits(table))
                && selection.excluded().stream().noneMatch(p -> Matcher.of(p).fits(table));
    }

    private List<Matcher> matchers(List<String> patterns) {
        List<Matcher> matchers = new ArrayList<>();
        for (String pattern : patterns) {
            Matcher matcher = Matcher.of(pattern);
            if (!pattern.equals(EVERYTHING) && tables.stream().noneMatch(matcher::fits)) {
                throw Problem.of(
                                ErrorCode.PATTERN_MATCHES_NOTHING,
                                "no table fits the pattern \"" + pattern + "\" of the selection")
                        .hint(
                                "patterns are compared with names as the catalogue holds them, case included; the database has "
                                        + shown(tables.stream()
                                                .map(t -> t.table().name())
                                                .toList()))
                        .exception();
            }
            matchers.add(matcher);
        }
        return matchers;
    }

    private Map<LiveTable, Condition> restrict(Map<String, Condition> conditions) {
        Map<LiveTable, Condition> restricted = new HashMap<>();
        conditions.forEach((name, condition) -> {
            for (LiveTable table : named(name)) {
                requireColumn(table, condition);
                if (restricted.put(table, condition) != null) {
                    throw Problem.of(ErrorCode.INVALID_PLAN, "two conditions of the plan are for the same table")
                            .table(table.table().name())
                            .hint("give one condition, with unsafeSql(…) where both must hold")
                            .exception();
                }
            }
        });
        return restricted;
    }

    /** The one table of this name, or all leaves of the one partitioned table. */
    private List<LiveTable> named(String name) {
        Map<TableName, List<LiveTable>> candidates = new HashMap<>();
        for (LiveTable table : tables) {
            for (TableName known : names(table)) {
                if (known.toString().equals(name) || known.name().equals(name)) {
                    candidates.computeIfAbsent(known, key -> new ArrayList<>()).add(table);
                }
            }
        }
        if (candidates.isEmpty()) {
            throw Problem.of(
                            ErrorCode.UNKNOWN_TABLE,
                            "the plan has a condition for \"" + name + "\", which it has no table for")
                    .hint("name a table of the selection as schema.table, case included; there are "
                            + shown(tables.stream().map(t -> t.table().name()).toList()))
                    .exception();
        }
        if (candidates.size() > 1) {
            throw Problem.of(
                            ErrorCode.AMBIGUOUS_TABLE,
                            "\"" + name + "\" fits several tables: " + shown(List.copyOf(candidates.keySet())))
                    .hint("name the table with its schema")
                    .exception();
        }
        return candidates.values().iterator().next();
    }

    private static void requireColumn(LiveTable table, Condition condition) {
        String column = column(condition);
        if (column == null
                || table.table().columns().stream().anyMatch(c -> c.name().equals(column))) {
            return;
        }
        String columns = table.table().columns().stream().map(Column::name).collect(Collectors.joining(", "));
        throw Problem.of(ErrorCode.UNKNOWN_COLUMN, "a condition names a column that the table does not have")
                .table(table.table().name())
                .column(column)
                .hint("its stored columns are " + columns + "; a generated one can be used with unsafeSql(…)")
                .exception();
    }

    private static @Nullable String column(Condition condition) {
        if (condition instanceof Condition.Since since) {
            return since.column();
        }
        if (condition instanceof Condition.EqualTo equalTo) {
            return equalTo.column();
        }
        return null;
    }

    /** A partition goes by its own name and by that of the table that it is a part of. */
    static List<TableName> names(LiveTable table) {
        List<TableName> names = new ArrayList<>();
        names.add(table.table().name());
        for (String quoted : table.rootPartition()) {
            names.add(unquoted(quoted));
        }
        return names;
    }

    private static TableName unquoted(String quoted) {
        int end = 1;
        while (quoted.charAt(end) != '"' || quoted.charAt(end + 1) == '"') {
            end += quoted.charAt(end) == '"' ? 2 : 1;
        }
        String schema = quoted.substring(1, end).replace("\"\"", "\"");
        TableName name = new TableName(
                schema, quoted.substring(end + 3, quoted.length() - 1).replace("\"\"", "\""));
        if (!Sql.quote(name).equals(quoted)) {
            throw new IllegalArgumentException("not a quoted name: " + quoted);
        }
        return name;
    }

    private static String shown(List<TableName> names) {
        Set<TableName> sorted = new TreeSet<>(names);
        String text = sorted.stream().limit(SHOWN).map(TableName::toString).collect(Collectors.joining(", "));
        if (sorted.isEmpty()) {
            return "none";
        }
        return sorted.size() > SHOWN ? text + " and " + (sorted.size() - SHOWN) + " more" : text;
    }

    /** A pattern, compiled. */
    private record Matcher(Pattern schema, Pattern name) {
        static Matcher of(String pattern) {
            int dot = pattern.indexOf('.');
            return new Matcher(
                    compiled(dot < 0 ? "*" : pattern.substring(0, dot)), compiled(pattern.substring(dot + 1)));
        }

        private static Pattern compiled(String part) {
            StringBuilder regex = new StringBuilder();
            part.codePoints().forEach(c -> {
                switch (c) {
                    case '*' -> regex.append(".*");
                    case '?' -> regex.append('.');
                    default -> regex.append(Pattern.quote(Character.toString(c)));
                }
            });
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        }

        boolean fits(LiveTable table) {
            return names(table).stream().anyMatch(this::fits);
        }

        boolean fits(TableName table) {
            return schema.matcher(table.schema()).matches()
                    && name.matcher(table.name()).matches();
        }
    }
}
