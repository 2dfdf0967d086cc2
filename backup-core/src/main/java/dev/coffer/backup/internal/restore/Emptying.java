package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.Sql;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How tables lose their rows: small ones by DELETE, children first, which is quicker than TRUNCATE (P24); big ones by one TRUNCATE,
 * where the role may and nothing outside refers to them. Never CASCADE, and never a row of a table that is not in the plan:
 * a foreign key from outside is refused as soon as the table that has it holds a row (P10).
 */
final class Emptying {
    /** Below it a DELETE is quicker than the new files of a TRUNCATE. */
    private static final long SMALL_BYTES = 1 << 20;

    private final List<TableName> tables;
    private final Set<TableName> inside;
    private final List<TargetState.Reference> late;
    private final TargetState target;
    private final Set<TableName> truncated = new LinkedHashSet<>();

    /** @param ordered the tables of the plan in the order of loading; only those that are to be emptied are looked at */
    Emptying(List<TableAction> ordered, List<TargetState.Reference> late, TargetState target) {
        this.tables = ordered.stream()
                .filter(TableAction::emptied)
                .map(TableAction::name)
                .toList();
        this.inside = Set.copyOf(tables);
        this.late = late;
        this.target = target;
        for (TableName table : tables) {
            if (mustTruncate(table) || existing(table).bytes() > SMALL_BYTES) {
                Set<TableName> together = referring(table);
                if (inside.containsAll(together)
                        && together.stream()
                                .allMatch(each -> existing(each).rights().truncate())) {
                    truncated.addAll(together);
                }
            }
        }
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    /** DELETE would be rewritten or refused, its own or what a foreign key makes of it; or refused by one that cannot wait. */
    private boolean mustTruncate(TableName table) {
        return existing(table).rewrites(TargetState.Event.DELETE)
                || unpublishable(table)
                || !existing(table).rights().delete()
                || target.references().stream()
                        .anyMatch(reference -> refersTo(reference, table) && inTheWay(reference));
    }

    /** Whether the server refuses the DELETE, or what it does to a table that refers to this one: no replica identity. */
    private boolean unpublishable(TableName table) {
        return existing(table).refuses(TargetState.Event.DELETE)
                || target.references().stream()
                        .filter(reference -> refersTo(reference, table))
                        .anyMatch(this::followsInVain);
    }

    private boolean followsInVain(TargetState.Reference reference) {
        TargetState.Event follows = reference.follows();
        return follows != null && existing(reference.from()).refuses(follows);
    }

    private boolean inTheWay(TargetState.Reference reference) {
        TargetState.Table from = existing(reference.from());
        return from.rewrites(TargetState.Event.DELETE)
                || from.rewrites(TargetState.Event.UPDATE)
                || (reference.restricts() && late.contains(reference));
    }

    /** Refuses what neither DELETE nor TRUNCATE can do. */
    void check() {
        for (TableName table : tables) {
            if (mustTruncate(table) && !truncated.contains(table)) {
                Set<TableName> others = new LinkedHashSet<>(referring(table));
                others.removeAll(inside);
                throw Problem.of(
                                ErrorCode.TARGET_MISMATCH,
                                "a table of the target can be emptied only by TRUNCATE, and "
                                        + (others.isEmpty()
                                                ? "the role " + target.role() + " may not do that"
                                                : "tables outside of the plan refer to it: "
                                                        + Preflight.listed(List.copyOf(others), TableName::toString)))
                        .table(table)
                        .hint(
                                unpublishable(table)
                                        ? "it, or a table that refers to it, is published and has no replica identity: ALTER TABLE …"
                                                + " REPLICA IDENTITY FULL lets its rows be deleted; or connect as the owner of the"
                                                + " tables"
                                        : "connect as the owner of the tables, or drop for as long as the restore runs the rule or foreign key"
                                                + " that keeps DELETE from emptying it")
                        .exception();
            }
        }
    }

    private TargetState.Table existing(TableName table) {
        return requireNonNull(target.tables().get(table));
    }

    private boolean refersTo(TargetState.Reference reference, TableName table) {
        return reference.to().equals(table)
                || reference.to().equals(existing(table).root());
    }

    /** The table with all that refer to it, directly or not: what one TRUNCATE has to name. */
    private Set<TableName> referring(TableName table) {
        Set<TableName> found = new LinkedHashSet<>(Set.of(table));
        Deque<TableName> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            TableName to = open.remove();
            for (TargetState.Reference reference : target.references()) {
                if (refersTo(reference, to)) {
                    for (TableName from : rowsOf(reference.from())) {
                        if (found.add(from)) {
                            open.add(from);
                        }
                    }
                }
            }
        }
        return found;
    }

    /** The tables in which the rows of a table lie: itself, or its partitions. */
    private List<TableName> rowsOf(TableName table) {
        if (!existing(table).partitioned()) {
            return List.of(table);
        }
        return target.tables().entrySet().stream()
                .filter(each ->
                        each.getValue().root().equals(table) && !each.getValue().partitioned())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Tables outside of the plan with a foreign key to one that is emptied. */
    List<TableName> outside() {
        Set<TableName> outside = new LinkedHashSet<>();
        for (TargetState.Reference reference : target.references()) {
            if (tables.stream().anyMatch(table -> refersTo(reference, table))) {
                outside.addAll(rowsOf(reference.from()));
            }
        }
        outside.removeAll(inside);
        for (TableName table : outside) {
            if (!existing(table).rights().select()) {
                throw Problem.of(
                                ErrorCode.PERMISSION,
                                "the role " + target.role()
                                        + " may not read a table outside of the plan that refers to one which would be emptied")
                        .table(table)
                        .hint("run as its owner: GRANT SELECT ON " + Sql.quote(table) + " TO "
                                + Sql.quote(target.role()))
                        .exception();
            }
        }
        return List.copyOf(outside);
    }

    /** Refuses to pull the rows from under others. */
    void refuseFilled(List<TableName> filled) {
        if (filled.isEmpty()) {
            return;
        }
        String named = target.references().stream()
                .filter(reference -> tables.stream().anyMatch(table -> refersTo(reference, table))
                        && rowsOf(reference.from()).stream().anyMatch(filled::contains))
                .map(reference -> "foreign key " + reference.constraint() + " of table " + reference.from() + " to "
                        + reference.to())
                .collect(Collectors.collectingAndThen(Collectors.toList(), all -> Preflight.listed(all, text -> text)));
        throw Problem.of(
                        ErrorCode.TARGET_NOT_EMPTY,
                        "rows of tables outside of the plan refer to tables that would be emptied: " + named)
                .hint(
                        "restore those tables as well, empty them first, or choose existing(Existing.UPSERT), which removes nothing")
                .exception();
    }

    /** What empties the tables, in order. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        if (!truncated.isEmpty()) {
            statements.add(truncated.stream()
                    .map(table -> only(table, target))
                    .collect(Collectors.joining(", ", "TRUNCATE ", "")));
        }
        deleted().forEach(table -> statements.add("DELETE FROM " + only(table, target)));
        return statements;
    }

    /** The tables that lose their rows by DELETE, children first. */
    List<TableName> deleted() {
        List<TableName> children = new ArrayList<>(tables);
        Collections.reverse(children);
        Set<TableName> done = new HashSet<>(truncated);
        return children.stream().filter(done::add).toList();
    }

    /** A table without those that inherit from it, which are tables of their own; with its partitions, which are not. */
    static String only(TableName table, TargetState target) {
        TargetState.Table existing = target.tables().get(table);
        return (existing != null && existing.partitioned() ? "" : "ONLY ") + Sql.quote(table);
    }
}
