package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
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

    static void check(LiveTables live, List<SequenceState> sequences, TargetState target) {
        LiveRights rights = new LiveRights(target);
        live.tables().forEach(table -> rights.table(table, live.stopped(table)));
        sequences.forEach(rights::sequence);
        for (TargetState.Reference reference : live.late()) {
            if (!requireNonNull(target.tables().get(reference.from())).owned()) {
                throw rights.refused(
                        "defer the foreign key " + reference.constraint() + " of",
                        reference.from(),
                        "make the foreign key DEFERRABLE INITIALLY DEFERRED");
            }
        }
    }

    private void table(TableAction table, List<TargetState.Trigger> stopped) {
        TargetState.Table existing = requireNonNull(target.tables().get(table.name()));
        TargetState.Rights may = existing.rights();
        if (!may.insert() || !may.select()) {
            throw refused("insert into and read", table.name(), grant("SELECT, INSERT", table.name()));
        }
        if (table.emptied() && !may.delete() && !may.truncate()) {
            throw refused("empty", table.name(), grant("DELETE", table.name()));
        }
        if (!existing.owned() && !stopped.isEmpty()) {
            throw refused("disable the triggers of", table.name(), "drop the triggers for as long as the restore runs");
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

    private void sequence(SequenceState sequence) {
        if (!requireNonNull(target.sequences().get(sequence.name())).settable()) {
            throw Problem.of(
                            ErrorCode.PERMISSION,
                            "the role " + target.role() + " may not set the sequence " + sequence.name())
                    .hint("connect as its owner, or run as its owner: GRANT UPDATE ON SEQUENCE "
                            + Sql.quote(sequence.name()) + " TO " + Sql.quote(target.role()))
                    .exception();
        }
    }
}
