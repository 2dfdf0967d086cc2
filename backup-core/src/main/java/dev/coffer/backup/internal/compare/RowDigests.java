package dev.coffer.backup.internal.compare;

import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Row;
import org.apache.commons.codec.digest.MurmurHash3;

/** The digests of one row after another: of its key, and of all columns that are compared. */
final class RowDigests {
    private final CopyTextBuffer text = new CopyTextBuffer();
    private final Projection key;
    private final Projection columns;

    /**
     * Takes places of fields.
     *
     * @param key those of the key
     * @param columns all that are compared
     */
    RowDigests(int[] key, int[] columns) {
        this.key = new Projection(key);
        this.columns = new Projection(columns);
    }

    Digest key(Row row) {
        return digest(key.of(row));
    }

    Digest columns(Row row) {
        return digest(columns.of(row));
    }

    private Digest digest(Row fields) {
        text.clear();
        text.append(fields);
        long[] hash = MurmurHash3.hash128x64(text.bytes(), 0, text.length(), 0);
        return new Digest(hash[0], hash[1]);
    }
}
