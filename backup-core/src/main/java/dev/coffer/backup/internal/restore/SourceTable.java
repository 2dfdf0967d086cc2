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
 */
record SourceTable(TableData data, TableTotals totals, long bytes) {
    TableName name() {
        return data.name();
    }

    boolean largeObjects() {
        return data.kind() == TableData.Kind.LARGE_OBJECTS;
    }
}
