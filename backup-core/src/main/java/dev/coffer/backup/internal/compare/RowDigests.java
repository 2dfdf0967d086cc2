package dev.coffer.backup.internal.compare;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.coffer.backup.internal.rows.CopyTextBuffer;
import dev.coffer.backup.spi.Row;

/** The digests of one row after another: of its key, and of all columns that are compared. */
final class RowDigests {
    private static final Hasher128 MURMUR = Hashing.murmur3_128();

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
        HashValue128 hash = MURMUR.hashBytesTo128Bits(text.bytes(), 0, text.length());
        return new Digest(hash.getLeastSignificantBits(), hash.getMostSignificantBits());
    }
}
