package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Location;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.util.OptionalLong;

/** A row of a loose file that the server refused: whoever edited the file wants to know its line. */
final class LooseRefusal {
    private static final String HINT =
            "correct the row in the file, or in the target what refuses it; nothing of the file has been loaded";

    private LooseRefusal() {}

    static BackupException of(BackupException refusal, RowRestore rows, RestoreSource source) {
        Problem problem = refusal.problem();
        if (problem.code() != ErrorCode.DATA_REFUSED) {
            return refusal;
        }
        Location where = problem.where();
        Problem placed = problem.hint(HINT);
        for (SourceTable table : source.tables()) {
            if (table.name().equals(where.table()) && where.row() > 0 && where.line() == 0) {
                OptionalLong line = line(table.data(), where.row(), rows, refusal);
                placed = line.isPresent() ? placed.line(line.getAsLong()) : placed;
            }
        }
        BackupException named = placed.exception(refusal.getCause());
        for (Throwable suppressed : refusal.getSuppressed()) {
            named.addSuppressed(suppressed);
        }
        return named;
    }

    private static OptionalLong line(TableData table, long row, RowRestore rows, BackupException refusal) {
        try {
            return rows.lineOf(table, row);
        } catch (IOException e) {
            refusal.addSuppressed(e);
            return OptionalLong.empty();
        }
    }
}
