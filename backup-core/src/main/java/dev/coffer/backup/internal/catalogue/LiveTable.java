package dev.coffer.backup.internal.catalogue;

import java.util.List;

/**
 * What only a running backup needs to know of a table.
 *
 * @param table the table
 * @param oid its OID
 * @param filenode {@code pg_class.relfilenode} as the catalogue's snapshot shows it
 * @param pages {@code pg_relation_size / block size}, for ranges of ctid
 * @param estimatedRows {@code reltuples}, or -1
 * @param tableBytes heap and TOAST, without indexes
 * @param indexBytes all indexes
 * @param locks how many entries of the lock table reading it may take: itself, TOAST, indexes
 * @param rowsHidden whether row security applies to the current role
 * @param readable whether the current role may SELECT from it
 * @param rootPartition the topmost parent where it is a partition, as quoted SQL, or empty
 * @param condition for a table of an extension, which rows the extension asks to keep, as {@code WHERE …}; empty for all
 * @param onPrimaryOnly whether its rows cannot be had here: an unlogged table, seen from a standby
 */
public record LiveTable(
        CatalogueTable table,
        long oid,
        long filenode,
        long pages,
        long estimatedRows,
        long tableBytes,
        long indexBytes,
        int locks,
        boolean rowsHidden,
        boolean readable,
        List<String> rootPartition,
        String condition,
        boolean onPrimaryOnly) {}
