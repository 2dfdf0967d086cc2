package dev.coffer.backup.internal.restore;

/**
 * What a server does not let be done to a published table that has no replica identity: by no role, even where there is no row. Inserting
 * and TRUNCATE need none.
 *
 * @see <a href="https://www.postgresql.org/docs/current/logical-replication-publication.html">PostgreSQL: Publication</a>
 */
final class PublishedEvents {
    /**
     * Of {@code pg_class c}: the events in the letters of {@code pg_rewrite.ev_type}; those of a partitioned table are its partitions'. With
     * one letter more where the database publishes anything.
     */
    static final String REFUSED = "concat(CASE WHEN " + refused("pubdelete") + " THEN '4' END, CASE WHEN "
            + refused("pubupdate") + " THEN '2' END, CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_publication) THEN '"
            + TargetState.MAY_BE_PUBLISHED + "' END)";

    private PublishedEvents() {}

    private static String refused(String published) {
        // Most databases publish nothing, and then no table is looked at.
        return "EXISTS (SELECT FROM pg_catalog.pg_publication WHERE " + published
                + ") AND EXISTS (SELECT FROM pg_catalog.pg_class l"
                + " WHERE l.relkind = 'r' AND l.relpersistence = 'p' AND (l.oid = c.oid OR (c.relkind = 'p' AND l.oid IN"
                + " (SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) t))) AND " + withoutIdentity()
                + " AND EXISTS (SELECT FROM pg_catalog.pg_publication p WHERE p." + published
                + " AND (p.puballtables OR EXISTS (SELECT FROM pg_catalog.pg_get_publication_tables(p.pubname) g WHERE"
                + " g.relid = l.oid OR g.relid IN (SELECT a.relid FROM pg_catalog.pg_partition_ancestors(l.oid) a)))))";
    }

    /** A primary key that is deferrable is none. */
    private static String withoutIdentity() {
        return "(l.relreplident = 'n' OR (l.relreplident IN ('d', 'i') AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i WHERE"
                + " i.indrelid = l.oid AND i.indisvalid AND i.indimmediate"
                + " AND CASE l.relreplident WHEN 'd' THEN i.indisprimary ELSE i.indisreplident END)))";
    }
}
