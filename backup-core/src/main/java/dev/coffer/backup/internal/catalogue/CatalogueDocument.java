package dev.coffer.backup.internal.catalogue;

/** The catalogue as one JSON object in UTF-8, and back; written the same way every time. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class CatalogueDocument {
    private CatalogueDocument() {}

    public static byte[] toBytes(Catalogue catalogue) {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Reads a document that may come from anywhere.
     *
     * @param file how messages name it
     * @throws dev.coffer.backup.FormatException when it is not what this version writes, or exceeds a limit
     */
    public static Catalogue parse(byte[] document, String file) {
        throw new UnsupportedOperationException("being written");
    }
}
