package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;

/**
 * A table of the source, with what must arrive.
 *
 * @param data as the strategy knows it
 * @param totals rows and content hash, by the manifest or the trailer
 * @param bytes how long its COPY text is, or for a loose file its bytes there: what small and big are told apart by
 * @param partial whether it was saved with a condition, so that rows may be missing
 */
record SourceTable(TableData data, TableTotals totals, long bytes, boolean partial) {
    /** A table with all of its rows, as far as is known. */
    SourceTable(TableData data, TableTotals totals, long bytes) {
        this(data, totals, bytes, false);
    }

    TableName name() {
        return data.name();
    }

    boolean largeObjects() {
        return data.kind() == TableData.Kind.LARGE_OBJECTS;
    }
}
