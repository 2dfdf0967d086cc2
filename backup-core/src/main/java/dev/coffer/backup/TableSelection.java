package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Which tables a backup holds, by patterns. Immutable.
 *
 * <p>A pattern is {@code schema.table} or, for every schema, {@code table}; {@code *} stands for any characters, also
 * none, {@code ?} for one. Names are compared as the catalogue holds them, case included. A dot inside a name is matched
 * by {@code ?}.
 */
public final class TableSelection {
    private static final TableSelection ALL = new TableSelection(List.of("*.*"), List.of());

    private final List<String> included;
    private final List<String> excluded;

    private TableSelection(List<String> included, List<String> excluded) {
        this.included = included;
        this.excluded = excluded;
    }

    /** Every table; the default of a plan. */
    public static TableSelection all() {
        return ALL;
    }

    /**
     * The tables that fit at least one of the patterns.
     *
     * @throws IllegalArgumentException when there is no pattern or an empty one
     */
    public static TableSelection include(String... patterns) {
        if (patterns.length == 0) {
            throw new IllegalArgumentException("patterns must not be empty");
        }
        return new TableSelection(checked(patterns, List.of()), List.of());
    }

    /**
     * A copy without the tables that fit one of the patterns.
     *
     * @throws IllegalArgumentException when a pattern is empty
     */
    public TableSelection exclude(String... patterns) {
        return new TableSelection(included, checked(patterns, excluded));
    }

    private static List<String> checked(String[] patterns, List<String> before) {
        List<String> all = new ArrayList<>(before);
        for (String pattern : patterns) {
            if (requireNonNull(pattern, "pattern").isBlank()) {
                throw new IllegalArgumentException("pattern must not be blank");
            }
            all.add(pattern);
        }
        return List.copyOf(all);
    }

    /** The patterns of which a table must fit at least one. */
    public List<String> included() {
        return included;
    }

    /** The patterns of which a table must fit none. */
    public List<String> excluded() {
        return excluded;
    }

    @Override
    public String toString() {
        String text = "include " + String.join(", ", included);
        return excluded.isEmpty() ? text : text + " exclude " + String.join(", ", excluded);
    }
}
