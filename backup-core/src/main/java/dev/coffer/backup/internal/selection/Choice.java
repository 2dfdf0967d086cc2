package dev.coffer.backup.internal.selection;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a selection means in a catalogue.
 *
 * @param relations that it was resolved against
 * @param tables that are chosen; also those without rows of their own
 * @param views the ids of views that fit a pattern
 * @param excludedViews the ids of views that fit a pattern of what is left out
 * @param everything whether all tables were meant from the beginning, by the pattern {@code *.*}
 * @param dependents whether what depends on the tables is to come too
 */
public record Choice(
        Relations relations,
        Set<TableName> tables,
        Set<String> views,
        Set<String> excludedViews,
        boolean everything,
        boolean dependents) {

    /**
     * Finds what the patterns fit.
     *
     * @param whose what messages say has the tables, such as {@code the database}
     * @throws dev.coffer.backup.PlanException when a pattern fits nothing, and the selection does not allow that
     */
    public static Choice of(TableSelection selection, Relations relations, String whose) {
        List<TablePattern> included = TablePattern.of(selection.included());
        List<TablePattern> excluded = TablePattern.of(selection.excluded());
        if (!selection.allowsNoMatch()) {
            Set<TableName> names = new LinkedHashSet<>(relations.tables());
            names.addAll(relations.views().keySet());
            Stream.concat(included.stream(), excluded.stream())
                    .forEach(pattern -> requireMatch(pattern, names, "the selection", whose));
        }
        Set<TableName> tables = relations.tables().stream()
                .filter(table -> fits(included, relations.names(table)) && !fits(excluded, relations.names(table)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> views = new LinkedHashSet<>();
        Set<String> excludedViews = new LinkedHashSet<>();
        relations.views().forEach((name, id) -> {
            if (fits(excluded, List.of(name))) {
                excludedViews.add(id);
            } else if (fits(included, List.of(name))) {
                views.add(id);
            }
        });
        return new Choice(
                relations,
                tables,
                views,
                excludedViews,
                selection.included().contains(TablePattern.EVERYTHING),
                selection.bringsDependents());
    }

    /**
     * Those of the chosen tables that fit one of some further patterns, each of which must fit one of them.
     *
     * @param of what messages say the patterns belong to
     */
    public Set<TableName> among(List<String> patterns, boolean allowNoMatch, String of, String whose) {
        List<TablePattern> compiled = TablePattern.of(patterns);
        if (!allowNoMatch) {
            compiled.forEach(pattern -> requireMatch(pattern, tables, of, whose));
        }
        return tables.stream()
                .filter(table -> fits(compiled, relations.names(table)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean fits(List<TablePattern> patterns, List<TableName> names) {
        return patterns.stream().anyMatch(pattern -> pattern.fitsAny(names));
    }

    private static void requireMatch(TablePattern pattern, Set<TableName> names, String of, String whose) {
        if (!pattern.text().equals(TablePattern.EVERYTHING) && !pattern.fitsAny(names)) {
            throw Problem.of(
                            ErrorCode.PATTERN_MATCHES_NOTHING,
                            "no table fits the pattern \"" + pattern.text() + "\" of " + of)
                    .hint("patterns are compared with names as the catalogue holds them, case included; " + whose
                            + " has " + NearNames.of(pattern.text(), names)
                            + "; TableSelection.allowNoMatch() lets it pass")
                    .exception();
        }
    }
}
