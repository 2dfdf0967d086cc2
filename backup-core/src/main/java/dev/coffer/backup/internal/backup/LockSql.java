package dev.coffer.backup.internal.backup;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.Sql;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statements that lock tables against changes of their structure, and that look whether there were any before. */
final class LockSql {
    private LockSql() {}

    /** Locks all of them in the order given; takes no snapshot (P1). There must be at least one. */
    static String lock(List<TableName> tables, boolean wait) {
        return tables.stream()
                .map(table -> "ONLY " + Sql.quote(table))
                .collect(Collectors.joining(", ", "LOCK TABLE ", " IN ACCESS SHARE MODE" + (wait ? "" : " NOWAIT")));
    }

    /**
     * Gives the number of each table that is another than in the snapshot: dropped, under another name, or with another
     * file (TRUNCATE, VACUUM FULL, ALTER TABLE that rewrites). To be asked once they are locked.
     */
    static String changed(List<ReadTask.Source> sources) {
        return IntStream.range(0, sources.size())
                .mapToObj(i -> "(" + i + ", " + sources.get(i).oid() + "::pg_catalog.oid, "
                        + Sql.literal(sources.get(i).quoted()) + ")")
                .collect(Collectors.joining(
                        ", ",
                        "SELECT v.n FROM (VALUES ",
                        ") v(n, oid, name) LEFT JOIN pg_catalog.pg_class c ON c.oid = v.oid WHERE c.oid IS NULL"
                                + " OR pg_catalog.to_regclass(v.name) IS DISTINCT FROM v.oid"
                                + " OR pg_catalog.pg_relation_filenode(v.oid) IS DISTINCT FROM c.relfilenode"
                                + " ORDER BY v.n"));
    }
}
