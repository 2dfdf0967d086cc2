package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loose file holds, as its strategy found by reading it to the end.
 *
 * @param catalogueDocument the catalogue document embedded in the file
 * @param tables each table with the place of its bytes and what its trailer says of it
 * @param encoding of the database that a program restores this file to, where the file has no catalogue document; else null
 * @param proof how the file was proved to be whole, for the report, such as {@code "SHA-256 of its trailer"}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
public record Contents(
        byte[] catalogueDocument,
        List<Entry> tables,
        @Nullable String encoding,
        String proof) {
    public Contents {
        requireNonNull(catalogueDocument, "catalogueDocument");
        tables = List.copyOf(tables);
        requireNonNull(proof, "proof");
    }

    /** Of a file with a catalogue document. */
    public Contents(byte[] catalogueDocument, List<Entry> tables, String proof) {
        this(catalogueDocument, tables, null, proof);
    }

    /**
     * Of a file that only its program can read, and that has no catalogue document: core neither knows what it will create nor counts
     * what has arrived.
     */
    public static Contents known(String encoding, String proof) {
        return new Contents(new byte[0], List.of(), requireNonNull(encoding, "encoding"), proof);
    }

    /**
     * One table of a loose file.
     *
     * @param index the table's place in the catalogue document
     * @param totals what the trailer says, or null where nothing does, since the file was edited: then core counts
     * @param columns those that the rows have, or null for all of the table's
     * @param offset where the table's bytes begin, in the uncompressed file
     * @param length how many bytes they are, uncompressed
     * @param start from where in the file they can be reached
     * @param line in which line of the uncompressed file they begin, or 0 where that is not known
     */
    public record Entry(
            int index,
            @Nullable TableTotals totals,
            @Nullable List<String> columns,
            long offset,
            long length,
            LooseFile.Start start,
            long line) {
        public Entry {
            requireNonNull(start, "start");
            columns = columns == null ? null : List.copyOf(columns);
        }

        /** A table with all of its columns, to be reached from the beginning of the file. */
        public Entry(int index, TableTotals totals, long offset, long length) {
            this(index, requireNonNull(totals, "totals"), null, offset, length, LooseFile.Start.OF_FILE, 0);
        }
    }
}
