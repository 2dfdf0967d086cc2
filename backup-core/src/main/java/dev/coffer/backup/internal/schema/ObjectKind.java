package dev.coffer.backup.internal.schema;

import java.util.List;

/**
 * One kind of object: how to read all of them, and the entries that create them. {@link ObjectKinds} lists the kinds; adding
 * one there is all that a new kind needs.
 */
interface ObjectKind {
    /** The catalogs whose rows decide what the entries say; a change in them is a change of the fingerprint. */
    List<String> catalogs();

    /**
     * Statements that read all objects of the kind: a fixed number of SELECTs, sent in one message with those of all other
     * kinds. They may rely on an empty search_path.
     */
    List<String> queries(int serverVersion);

    /** Makes drafts of what the queries gave. */
    void read(List<List<ResultRow>> results, Drafts into);
}
