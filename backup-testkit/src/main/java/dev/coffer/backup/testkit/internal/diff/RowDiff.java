package dev.coffer.backup.testkit.internal.diff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How rows differ from those that are expected; only the columns that an expected row has are compared. */
public final class RowDiff {
    private static final int SHOWN = 20;
    private static final int LONGEST = 200;

    private final Rules rules;
    private final List<String> key;
    private final List<String> different = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();

    private RowDiff(Rules rules, List<String> key) {
        this.rules = rules;
        this.key = key;
    }

    /**
     * Compares.
     *
     * @return what differs, as lines for a person; nothing where the rows are those expected
     */
    public static Optional<String> of(Rows expected, Rows found, Rules rules) {
        RowDiff diff = new RowDiff(rules, key(expected, found, rules));
        if (diff.key.isEmpty()) {
            diff.compareAsABag(expected.rows(), found.rows());
        } else {
            diff.compareByKey(expected.rows(), found.rows());
        }
        return diff.text();
    }

    /** What tells rows apart on both sides: the key, else the first column where that does. */
    private static List<String> key(Rows expected, Rows found, Rules rules) {
        List<String> key = found.key().isEmpty() ? expected.key() : found.key();
        if (key.isEmpty()
                && !expected.rows().isEmpty()
                && !expected.rows().get(0).isEmpty()) {
            key = List.of(expected.rows().get(0).keySet().iterator().next());
        }
        return !key.isEmpty()
                        && key.stream().noneMatch(rules.ignored()::contains)
                        && unique(expected.rows(), key)
                        && unique(found.rows(), key)
                ? key
                : List.of();
    }

    private static boolean unique(List<Map<String, @Nullable String>> rows, List<String> key) {
        Set<List<@Nullable String>> seen = new HashSet<>();
        return rows.stream().allMatch(row -> row.keySet().containsAll(key) && seen.add(values(row, key)));
    }

    private static List<@Nullable String> values(Map<String, @Nullable String> row, List<String> columns) {
        List<@Nullable String> values = new ArrayList<>();
        columns.forEach(column -> values.add(row.get(column)));
        return values;
    }

    private void compareByKey(List<Map<String, @Nullable String>> expected, List<Map<String, @Nullable String>> found) {
        Map<List<@Nullable String>, Map<String, @Nullable String>> byKey = new LinkedHashMap<>();
        found.forEach(row -> byKey.put(values(row, key), row));
        for (Map<String, @Nullable String> row : expected) {
            Map<String, @Nullable String> other = byKey.remove(values(row, key));
            if (other == null) {
                missing.add("- " + shown(row));
            } else if (!same(row, other)) {
                different.add(changes(row, other));
            }
        }
        byKey.values().forEach(row -> unexpected.add("+ " + shown(row)));
    }

    private void compareAsABag(
            List<Map<String, @Nullable String>> expected, List<Map<String, @Nullable String>> found) {
        List<Map<String, @Nullable String>> left = new ArrayList<>(found);
        for (Map<String, @Nullable String> row : expected) {
            Optional<Map<String, @Nullable String>> other =
                    left.stream().filter(candidate -> same(row, candidate)).findFirst();
            if (other.isEmpty()) {
                missing.add("- " + shown(row));
            } else {
                left.remove(other.get());
            }
        }
        left.forEach(row -> unexpected.add("+ " + shown(row)));
    }

    private boolean same(Map<String, @Nullable String> expected, Map<String, @Nullable String> found) {
        return expected.keySet().stream()
                .filter(column -> !rules.ignored().contains(column))
                .allMatch(column -> rules.same(column, expected.get(column), found.get(column)));
    }

    private String changes(Map<String, @Nullable String> expected, Map<String, @Nullable String> found) {
        String row = key.stream()
                .map(column -> column + "=" + value(expected.get(column)))
                .collect(Collectors.joining(", "));
        return expected.keySet().stream()
                .filter(column -> !rules.ignored().contains(column))
                .filter(column -> !rules.same(column, expected.get(column), found.get(column)))
                .map(column -> "~ " + row + "   " + column + ": expected " + value(expected.get(column)) + " but was "
                        + value(found.get(column)))
                .collect(Collectors.joining("\n"));
    }

    private String shown(Map<String, @Nullable String> row) {
        Set<String> columns = new LinkedHashSet<>(key);
        columns.addAll(row.keySet());
        return columns.stream()
                .filter(column -> !rules.ignored().contains(column))
                .map(column -> column + "=" + value(row.get(column)))
                .collect(Collectors.joining(", "));
    }

    private static String value(@Nullable String value) {
        if (value == null) {
            return "NULL";
        }
        String oneLine = value.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return '"' + (oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) + "…" : oneLine) + '"';
    }

    private Optional<String> text() {
        if (different.isEmpty() && missing.isEmpty() && unexpected.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(different);
        lines.addAll(missing);
        lines.addAll(unexpected);
        String more = lines.size() > SHOWN ? "\n… and " + (lines.size() - SHOWN) + " more rows" : "";
        return Optional.of(different.size() + " different (~), " + missing.size() + " missing (-), " + unexpected.size()
                + " unexpected (+)\n" + String.join("\n", lines.subList(0, Math.min(SHOWN, lines.size()))) + more);
    }
}
