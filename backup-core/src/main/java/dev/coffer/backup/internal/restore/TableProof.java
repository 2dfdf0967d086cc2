package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Row;
import dev.coffer.backup.spi.TableTotals;

/** Counts and hashes the rows that a file holds of one table, to say in the end whether they are those that were backed up. */
final class TableProof {
    private static final String HINT =
            "the file was damaged or edited after the backup: restore from another format or backup";

    private final CopyTextBuffer line = new CopyTextBuffer();
    private final ContentHash hash = new ContentHash();
    private long rows;

    /** Returns the row as COPY text with its line feed, valid until the next one. */
    CopyTextBuffer add(Row row) {
        line.clear();
        line.append(row);
        hash.add(line.bytes(), 0, line.length() - 1);
        rows++;
        return line;
    }

    long rows() {
        return rows;
    }

    /** The rows, if they are those that were backed up. */
    long prove(TableName table, String file, TableTotals expected) {
        if (rows != expected.rows()) {
            throw Problem.of(
                            ErrorCode.ROW_COUNT,
                            "the file holds " + rows + " rows of the table, " + expected.rows() + " were backed up")
                    .table(table)
                    .file(file)
                    .hint(HINT)
                    .exception();
        }
        if (!hash.toString().equals(expected.contentHash())) {
            throw Problem.of(ErrorCode.CONTENT_HASH, "the file holds other rows of the table than were backed up")
                    .table(table)
                    .file(file)
                    .hint(HINT)
                    .exception();
        }
        return rows;
    }
}
