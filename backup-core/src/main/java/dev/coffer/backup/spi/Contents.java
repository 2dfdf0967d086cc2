package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a loose file holds, as its strategy found by reading it to the end.
 *
 * @param catalogueDocument the catalogue document embedded in the file
 * @param tables each table with the place of its bytes and what its trailer says of it
 * @param proof how the file was proved to be whole, for the report, such as {@code "SHA-256 of its trailer"}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
public record Contents(byte[] catalogueDocument, List<Entry> tables, String proof) {
    public Contents {
        requireNonNull(catalogueDocument, "catalogueDocument");
        tables = List.copyOf(tables);
        requireNonNull(proof, "proof");
    }

    /**
     * One table of a loose file.
     *
     * @param index the table's place in the catalogue document
     * @param totals what the trailer says
     * @param offset where the table's bytes begin, in the uncompressed file
     * @param length how many bytes they are, uncompressed
     */
    public record Entry(int index, TableTotals totals, long offset, long length) {
        public Entry {
            requireNonNull(totals, "totals");
        }
    }
}
