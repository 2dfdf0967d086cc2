package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.schema.Sql;
import java.util.List;

/** Whether the role may do with the tables of the target what the plan wants: refused before the first byte otherwise. */
final class LiveRights {
    private final TargetState target;

    private LiveRights(TargetState target) {
        this.target = target;
    }

    static void check(LiveTables live, RestoreSettings settings, List<SequenceState> sequences, TargetState target) {
        LiveRights rights = new LiveRights(target);
        live.tables().forEach(rights::table);
        live.touched().forEach(table -> rights.triggers(table, live.stopped(table)));
        rights.stage(live);
        if (settings.scope() != Scope.SCHEMA_ONLY && settings.existing() != Existing.CLEAN) {
            boolean forward = SequenceValues.onlyForward(settings.existing());
            sequences.forEach(sequence -> rights.sequence(sequence, forward));
        }
        for (TargetState.Reference reference : live.late()) {
            if (!requireNonNull(target.tables().get(reference.from())).owned()) {
                throw rights.refused(
                        "defer the foreign key " + reference.constraint() + " of",
                        reference.from(),
                        "make the foreign key DEFERRABLE INITIALLY DEFERRED");
            }
        }
    }

    private void table(TableAction table) {
        TargetState.Rights may =
                requireNonNull(target.tables().get(table.into())).rights();
        if (!may.insert() || !may.select()) {
            throw refused("insert into and read", table.into(), grant("SELECT, INSERT", table.into()));
        }
        if (table.emptied() && !may.delete() && !may.truncate()) {
            throw refused("empty", table.into(), grant("DELETE", table.into()));
        }
        Merge merge = table.merge();
        if (merge != null && !merge.updated().isEmpty() && !may.update()) {
            throw refused("update", table.into(), grant("UPDATE", table.into()));
        }
    }

    private void triggers(TableName table, List<TargetState.Trigger> stopped) {
        if (!requireNonNull(target.tables().get(table)).owned() && !stopped.isEmpty()) {
            throw refused("disable the triggers of", table, "drop the triggers for as long as the restore runs");
        }
    }

    /** Rows that may meet others wait in a temporary table. */
    private void stage(LiveTables live) {
        if (!target.mayStage() && live.tables().stream().anyMatch(table -> table.merge() != null)) {
            throw Problem.of(
                            ErrorCode.PERMISSION,
                            "the role " + target.role() + " may not create temporary tables in the database "
                                    + target.database() + ", which UPSERT and SKIP need")
                    .hint("run as the owner of the database: GRANT TEMPORARY ON DATABASE "
                            + Sql.quote(target.database()) + " TO " + Sql.quote(target.role()))
                    .exception();
        }
    }

    private String grant(String rights, TableName table) {
        return "run as its owner: GRANT " + rights + " ON " + Sql.quote(table) + " TO " + Sql.quote(target.role());
    }

    private BackupException refused(String what, TableName table, String orElse) {
        return Problem.of(
                        ErrorCode.PERMISSION,
                        "the role " + target.role() + " may not " + what + " a table of the target")
                .table(table)
                .hint("connect as the table's owner, or " + orElse)
                .exception();
    }

    private void sequence(SequenceState sequence, boolean forward) {
        TargetState.Sequence existing = target.sequences().get(sequence.name());
        if (existing == null || (existing.settable() && (existing.readable() || !forward))) {
            return;
        }
        String rights = forward ? "SELECT, UPDATE" : "UPDATE";
        throw Problem.of(
                        ErrorCode.PERMISSION,
                        "the role " + target.role() + " may not " + (forward ? "read and set" : "set")
                                + " the sequence " + sequence.name())
                .hint("connect as its owner, or run as its owner: GRANT " + rights + " ON SEQUENCE "
                        + Sql.quote(sequence.name()) + " TO " + Sql.quote(target.role()))
                .exception();
    }
}
