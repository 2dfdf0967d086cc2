package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tables a backup takes or a restore brings back, by patterns. Immutable.
 *
 * <p>A pattern is {@code schema.table} or, for every schema, {@code table}; {@code *} stands for any characters, also
 * none, {@code ?} for one. Names are compared as the catalogue holds them, case included. A dot inside a name is matched
 * by {@code ?}. A partition goes by its own name and by those of the tables that it is a part of. A view goes by its name
 * too; it comes when every table that it reads is chosen.
 *
 * <p>{@link #all()} and whatever else includes {@code *.*} means the whole database: what belongs to no table comes too,
 * unless it needs a table that is left out. Chosen tables bring what they need: types, sequences, functions in defaults and checks, extensions, the parents of a
 * partition; and what is theirs: indexes, constraints, triggers, policies, comments. A foreign key to a table that is not
 * chosen is a {@link Skip}. A pattern that fits nothing is an error unless {@link #allowNoMatch} is called.
 */
public final class TableSelection {
    private static final TableSelection ALL = new TableSelection(List.of("*.*"), List.of(), false, false);

    private final List<String> included;
    private final List<String> excluded;
    private final boolean noMatch;
    private final boolean dependents;

    private TableSelection(List<String> included, List<String> excluded, boolean noMatch, boolean dependents) {
        this.included = included;
        this.excluded = excluded;
        this.noMatch = noMatch;
        this.dependents = dependents;
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
        return new TableSelection(checked(patterns, List.of()), List.of(), false, false);
    }

    /**
     * A copy without the tables that fit one of the patterns.
     *
     * @throws IllegalArgumentException when a pattern is empty
     */
    public TableSelection exclude(String... patterns) {
        return new TableSelection(included, checked(patterns, excluded), noMatch, dependents);
    }

    /**
     * A copy that lets patterns pass which fit nothing; otherwise the run ends with {@link
     * ErrorCode#PATTERN_MATCHES_NOTHING} before the first byte.
     */
    public TableSelection allowNoMatch() {
        return new TableSelection(included, excluded, true, dependents);
    }

    /**
     * A copy that also brings what depends on the chosen tables and is no part of another table: views and materialized
     * views on them, functions that use their row types. What of that needs a table which is not chosen is a {@link Skip}.
     * For a restore; a backup takes these in any case.
     */
    public TableSelection withDependents() {
        return new TableSelection(included, excluded, noMatch, true);
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

    /** Whether a pattern may fit nothing. */
    public boolean allowsNoMatch() {
        return noMatch;
    }

    /** Whether a restore also brings what depends on the chosen tables. */
    public boolean bringsDependents() {
        return dependents;
    }

    /** Two selections are equal when their patterns and options are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableSelection that
                && included.equals(that.included)
                && excluded.equals(that.excluded)
                && noMatch == that.noMatch
                && dependents == that.dependents;
    }

    @Override
    public int hashCode() {
        return Objects.hash(included, excluded, noMatch, dependents);
    }

    /** The patterns, and what else was asked for. */
    @Override
    public String toString() {
        return "include " + String.join(", ", included)
                + (excluded.isEmpty() ? "" : " exclude " + String.join(", ", excluded))
                + (dependents ? " with dependents" : "");
    }
}
