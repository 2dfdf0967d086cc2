package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of a plan that exist already, and what must stand still while rows come into them (P9). */
final class LiveTables {
    private static final int CHECKED_TOGETHER = 500;

    private final List<TableAction> tables;
    private final List<TargetState.Reference> late;
    private final TargetState target;
    private final Set<TargetState.Event> events;
    private final Emptying emptying;

    LiveTables(List<TableAction> existing, TargetState target, Existing policy) {
        LoadOrder order = LoadOrder.of(existing, target);
        this.tables = order.tables();
        this.late = order.late();
        this.target = target;
        this.events = events(policy);
        this.emptying = new Emptying(tables, late, target);
    }

    private static Set<TargetState.Event> events(Existing policy) {
        return switch (policy) {
            case TRUNCATE -> Set.of(TargetState.Event.INSERT, TargetState.Event.DELETE, TargetState.Event.TRUNCATE);
            case UPSERT -> Set.of(TargetState.Event.INSERT, TargetState.Event.UPDATE);
            default -> Set.of(TargetState.Event.INSERT);
        };
    }

    /** In the order in which they are loaded. */
    List<TableAction> tables() {
        return tables;
    }

    /** The foreign keys that must wait. */
    List<TargetState.Reference> late() {
        return late;
    }

    /**
     * The tables whose triggers must stand still: those that take rows, the roots of partitions, and whatever partitions a
     * row that goes through the root may come to.
     */
    Set<TableName> touched() {
        Set<TableName> touched = new TreeSet<>();
        Set<TableName> whole = new TreeSet<>();
        for (TableAction table : tables) {
            TableName root = existing(table.into()).root();
            touched.add(table.into());
            touched.add(root);
            if (existing(table.into()).partitioned() || !stopped(root).isEmpty()) {
                whole.add(root);
            }
        }
        target.tables().forEach((name, table) -> {
            if (whole.contains(table.root())) {
                touched.add(name);
            }
        });
        return touched;
    }

    /** The triggers of a table that would fire. */
    List<TargetState.Trigger> stopped(TableName table) {
        return existing(table).triggers().stream()
                .filter(trigger -> events.stream().anyMatch(trigger::firesOn))
                .toList();
    }

    /** Whether an INSERT into the table would be rewritten. */
    boolean rules(TableName table) {
        TargetState.Table existing = target.tables().get(table);
        return existing != null && existing.rewrites(TargetState.Event.INSERT);
    }

    private TargetState.Table existing(TableName table) {
        return requireNonNull(target.tables().get(table));
    }

    /**
     * Keeps other sessions from writing, so that what is counted stays true; a role that may only insert cannot, and then
     * the count at the end tells.
     */
    void lock(Session session) {
        String locked = tables.stream()
                .map(TableAction::into)
                .distinct()
                .filter(table -> mayLock(existing(table).rights()))
                .map(table -> Emptying.only(table, target))
                .sorted()
                .collect(Collectors.joining(", "));
        if (locked.isEmpty()) {
            return;
        }
        // A table that is emptied must not be referred to meanwhile either.
        String mode = emptying.isEmpty() ? "SHARE ROW EXCLUSIVE" : "EXCLUSIVE";
        run(session, "LOCK TABLE " + locked + " IN " + mode + " MODE", "locking the tables of the target");
    }

    private static boolean mayLock(TargetState.Rights may) {
        return may.update() || may.delete() || may.truncate();
    }

    /** Refuses rows that are in the way; in the transaction that loads, so that nobody puts one there in between unnoticed. */
    void refuseRows(Session session, Existing existing) {
        if (existing == Existing.REFUSE) {
            requireEmpty(session);
        }
        emptying.refuseFilled(filled(session, emptying.outside()));
    }

    private void requireEmpty(Session session) {
        List<TableName> filled = filled(
                session, tables.stream().map(TableAction::into).distinct().toList());
        if (!filled.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_NOT_EMPTY,
                            (filled.size() == 1
                                            ? "a table of the target holds"
                                            : filled.size() + " tables of the target hold")
                                    + " rows: " + Preflight.listed(filled, TableName::toString))
                    .hint("empty these tables first, or choose what to do with their rows with existing(…)")
                    .exception();
        }
    }

    /** Those of the tables that hold a row. */
    private List<TableName> filled(Session session, List<TableName> names) {
        List<TableName> filled = new ArrayList<>();
        for (int from = 0; from < names.size(); from += CHECKED_TOGETHER) {
            List<TableName> some = names.subList(from, Math.min(names.size(), from + CHECKED_TOGETHER));
            StringBuilder sql = new StringBuilder();
            for (int i = 0; i < some.size(); i++) {
                sql.append(i == 0 ? "" : "\nUNION ALL ")
                        .append("SELECT ")
                        .append(i)
                        .append(" WHERE EXISTS (SELECT FROM ")
                        .append(Emptying.only(some.get(i), target))
                        .append(')');
            }
            for (@Nullable
            String[] row : query(session, sql.append(" ORDER BY 1").toString())) {
                filled.add(some.get(Integer.parseInt(requireNonNull(row[0]))));
            }
        }
        return filled;
    }

    /** Removes the rows that the plan does not keep. */
    void empty(Session session) {
        if (emptying.isEmpty()) {
            return;
        }
        run(session, String.join(";\n", emptying.statements()), "emptying the tables of the target");
    }

    /** Refuses before the first byte what can be known then. */
    void check(Session session) {
        emptying.check();
        PublishedTrial.check(session, tables, emptying.deleted(), target);
    }

    /** Stops the triggers that would fire, and lets foreign keys wait where no order of the tables serves them. */
    void prepare(Session session) {
        run(session, String.join(";\n", preparing()), "preparing the tables of the target");
    }

    /** The statements of {@link #prepare}. */
    List<String> preparing() {
        List<String> statements = new ArrayList<>();
        for (TableName table : touched()) {
            for (TargetState.Trigger trigger : stopped(table)) {
                statements.add(alterOnly(table) + "DISABLE TRIGGER " + Sql.quote(trigger.name()));
            }
        }
        for (TargetState.Reference reference : late) {
            statements.add(alter(reference.from()) + "ALTER CONSTRAINT " + Sql.quote(reference.constraint())
                    + " DEFERRABLE INITIALLY DEFERRED");
        }
        return statements;
    }

    /** Puts back what {@link #prepare} changed; every foreign key has been checked by then. */
    void putBack(Session session) {
        run(session, String.join(";\n", puttingBack()), "putting the tables of the target back");
    }

    /** The statements of {@link #putBack}. */
    List<String> puttingBack() {
        List<String> statements = new ArrayList<>();
        for (TargetState.Reference reference : late) {
            statements.add(alter(reference.from()) + "ALTER CONSTRAINT " + Sql.quote(reference.constraint())
                    + (reference.deferrable() ? " DEFERRABLE INITIALLY IMMEDIATE" : " NOT DEFERRABLE"));
        }
        for (TableName table : touched()) {
            for (TargetState.Trigger trigger : stopped(table)) {
                statements.add(alterOnly(table) + (trigger.enabled().equals("A") ? "ENABLE ALWAYS" : "ENABLE")
                        + " TRIGGER " + Sql.quote(trigger.name()));
            }
        }
        return statements;
    }

    /** Partitions have states of their own. */
    private static String alterOnly(TableName table) {
        return "ALTER TABLE ONLY " + Sql.quote(table) + " ";
    }

    private static String alter(TableName table) {
        return "ALTER TABLE " + Sql.quote(table) + " ";
    }

    private static void run(Session session, String sql, String doing) {
        if (sql.isEmpty()) {
            return;
        }
        try {
            session.execute(sql);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, doing);
        }
    }

    private static List<@Nullable String[]> query(Session session, String sql) {
        try {
            return session.query(sql).get(0);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking for rows in the target");
        }
    }
}
