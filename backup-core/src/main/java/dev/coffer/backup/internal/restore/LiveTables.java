package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows into tables that exist: whether they fit, and what must stand still while they are loaded (P9). */
final class LiveTables {
    private static final int CHECKED_TOGETHER = 500;

    private final Session session;
    private final List<SourceTable> tables;
    private final TargetState target;

    LiveTables(Session session, RestoreSource source, TargetState target) {
        this.session = session;
        this.tables = loaded(source);
        this.target = target;
    }

    private static List<SourceTable> loaded(RestoreSource source) {
        return source.tables().stream().filter(table -> !table.largeObjects()).toList();
    }

    /** Refuses what can be known before the first byte. */
    static void check(RestoreSource source, TargetState target) {
        List<String> mismatches = new ArrayList<>();
        for (SourceTable table : loaded(source)) {
            TargetState.Table existing = target.tables().get(table.name());
            if (existing == null) {
                mismatches.add("table " + table.name() + " is missing");
            } else {
                columns(table, existing, mismatches);
            }
        }
        for (SequenceState sequence : source.catalogue().sequences()) {
            sequence(sequence, target.sequences().get(sequence.name()), mismatches);
        }
        if (!mismatches.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_MISMATCH,
                            "the target does not fit the backup: " + Preflight.listed(mismatches, text -> text))
                    .hint(
                            "restore the schema first with scope(Scope.SCHEMA_ONLY), or everything into an empty database")
                    .exception();
        }
        rights(source, target);
    }

    private static void columns(SourceTable table, TargetState.Table existing, List<String> mismatches) {
        List<String> missing = new ArrayList<>();
        for (Column column : table.data().columns()) {
            Boolean generated = existing.columns().get(column.name());
            if (generated == null) {
                missing.add(column.name());
            } else if (generated) {
                mismatches.add("column " + column.name() + " of table " + table.name() + " is generated");
            }
        }
        if (!missing.isEmpty()) {
            mismatches.add("table " + table.name() + " lacks " + (missing.size() == 1 ? "column " : "columns ")
                    + String.join(", ", missing));
        }
    }

    private static void sequence(
            SequenceState sequence, TargetState.@Nullable Sequence existing, List<String> mismatches) {
        if (existing == null) {
            mismatches.add("sequence " + sequence.name() + " is missing");
        } else if (sequence.lastValue() < existing.min() || sequence.lastValue() > existing.max()) {
            mismatches.add("sequence " + sequence.name() + " cannot reach the value of the backup");
        }
    }

    private static void rights(RestoreSource source, TargetState target) {
        for (SourceTable table : loaded(source)) {
            TargetState.Table existing = Objects.requireNonNull(target.tables().get(table.name()));
            if (!existing.insertable()) {
                throw refusedRight(
                        target,
                        "insert into and read",
                        table.name(),
                        "GRANT SELECT, INSERT ON " + Sql.quote(table.name()) + " TO " + Sql.quote(target.role()));
            }
            if (!existing.owned() && !existing.triggers().isEmpty()) {
                throw refusedRight(
                        target,
                        "disable the triggers of",
                        table.name(),
                        "or drop the triggers for as long as the restore runs");
            }
        }
        for (SequenceState sequence : source.catalogue().sequences()) {
            if (!Objects.requireNonNull(target.sequences().get(sequence.name())).settable()) {
                throw Problem.of(
                                ErrorCode.PERMISSION,
                                "the role " + target.role() + " may not set the sequence " + sequence.name())
                        .hint("connect as its owner, or run as its owner: GRANT UPDATE ON SEQUENCE "
                                + Sql.quote(sequence.name()) + " TO " + Sql.quote(target.role()))
                        .exception();
            }
        }
        for (TargetState.Reference reference : outOfOrder(loaded(source), target)) {
            TargetState.Table existing = target.tables().get(reference.from());
            if (existing != null && !existing.owned()) {
                throw refusedRight(
                        target,
                        "defer the foreign key " + reference.constraint() + " of",
                        reference.from(),
                        "or make the foreign key DEFERRABLE INITIALLY DEFERRED");
            }
        }
    }

    private static BackupException refusedRight(TargetState target, String what, TableName table, String orElse) {
        return Problem.of(
                        ErrorCode.PERMISSION,
                        "the role " + target.role() + " may not " + what + " a table of the target")
                .table(table)
                .hint("connect as the table's owner, "
                        + (orElse.startsWith("or ") ? orElse : "or run as its owner: " + orElse))
                .exception();
    }

    /** Foreign keys that refer to rows which arrive later. */
    private static List<TargetState.Reference> outOfOrder(List<SourceTable> tables, TargetState target) {
        Map<TableName, Integer> places = new HashMap<>();
        for (SourceTable table : tables) {
            places.put(table.name(), places.size());
        }
        return target.references().stream()
                .filter(reference -> !reference.deferred() && late(reference, places))
                .toList();
    }

    private static boolean late(TargetState.Reference reference, Map<TableName, Integer> places) {
        Integer from = places.get(reference.from());
        Integer to = places.get(reference.to());
        if (from == null) {
            return reference.partitioned();
        }
        return to == null || to > from;
    }

    /** Refuses a table with a row; in the transaction that loads, so that nobody puts one there in between unnoticed. */
    void requireEmpty() {
        List<TableName> filled = new ArrayList<>();
        for (int from = 0; from < tables.size(); from += CHECKED_TOGETHER) {
            List<SourceTable> some = tables.subList(from, Math.min(tables.size(), from + CHECKED_TOGETHER));
            StringBuilder sql = new StringBuilder();
            for (int i = 0; i < some.size(); i++) {
                sql.append(i == 0 ? "" : "\nUNION ALL ")
                        .append("SELECT ")
                        .append(i)
                        .append(" WHERE EXISTS (SELECT FROM ONLY ")
                        .append(Sql.quote(some.get(i).name()))
                        .append(')');
            }
            for (@Nullable String[] row : query(sql.append(" ORDER BY 1").toString())) {
                filled.add(some.get(Integer.parseInt(Objects.requireNonNull(row[0])))
                        .name());
            }
        }
        if (!filled.isEmpty()) {
            throw Problem.of(
                            ErrorCode.TARGET_NOT_EMPTY,
                            (filled.size() == 1
                                            ? "a table of the target holds"
                                            : filled.size() + " tables of the target hold")
                                    + " rows: " + Preflight.listed(filled, TableName::toString))
                    .hint("empty these tables first, or restore everything into an empty database")
                    .exception();
        }
    }

    /** Stops the triggers that an insert fires, and lets foreign keys wait where no order of the tables serves them. */
    void prepare() {
        List<String> statements = new ArrayList<>();
        for (SourceTable table : tables) {
            for (TargetState.Trigger trigger : existing(table).triggers()) {
                statements.add(alter(table.name()) + "DISABLE TRIGGER " + Sql.quote(trigger.name()));
            }
        }
        for (TargetState.Reference reference : outOfOrder(tables, target)) {
            statements.add(alter(reference.from()) + "ALTER CONSTRAINT " + Sql.quote(reference.constraint())
                    + " DEFERRABLE INITIALLY DEFERRED");
        }
        execute(statements, "preparing the tables of the target");
    }

    /** Puts back what {@link #prepare} changed; every foreign key has been checked by then. */
    void putBack() {
        List<String> statements = new ArrayList<>();
        for (TargetState.Reference reference : outOfOrder(tables, target)) {
            statements.add(alter(reference.from()) + "ALTER CONSTRAINT " + Sql.quote(reference.constraint())
                    + (reference.deferrable() ? " DEFERRABLE INITIALLY IMMEDIATE" : " NOT DEFERRABLE"));
        }
        for (SourceTable table : tables) {
            for (TargetState.Trigger trigger : existing(table).triggers()) {
                statements.add(alter(table.name()) + (trigger.enabled().equals("A") ? "ENABLE ALWAYS" : "ENABLE")
                        + " TRIGGER " + Sql.quote(trigger.name()));
            }
        }
        execute(statements, "putting the tables of the target back");
    }

    /** Whether an INSERT into the table would be rewritten. */
    boolean rules(SourceTable table) {
        return existing(table).rules();
    }

    private TargetState.Table existing(SourceTable table) {
        return Objects.requireNonNull(target.tables().get(table.name()));
    }

    private static String alter(TableName table) {
        return "ALTER TABLE " + Sql.quote(table) + " ";
    }

    private void execute(List<String> statements, String doing) {
        if (statements.isEmpty()) {
            return;
        }
        try {
            session.execute(String.join(";\n", statements));
        } catch (SQLException e) {
            throw SqlErrors.translate(e, doing);
        }
    }

    private List<@Nullable String[]> query(String sql) {
        try {
            return session.query(sql).get(0);
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking for rows in the target");
        }
    }
}
