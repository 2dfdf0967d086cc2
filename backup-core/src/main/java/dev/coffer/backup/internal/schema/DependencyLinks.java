package dev.coffer.backup.internal.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.function.Consumer;

/**
 * The rows of {@code pg_depend}, many of them packed into one text: there are twenty for each table, and as rows of their own they would
 * take more memory than everything else.
 */
final class DependencyLinks {
    // OIDs below 16384 are the server's own.
    static final String QUERY =
            "SELECT string_agg(concat_ws(' ', pg_catalog.replace(classid::pg_catalog.regclass::pg_catalog.text, 'pg_catalog.', ''), objid, objsubid, pg_catalog.replace(refclassid::pg_catalog.regclass::pg_catalog.text, 'pg_catalog.', ''),"
                    + " refobjid, refobjsubid, deptype), ' ') FROM pg_catalog.pg_depend WHERE objid >= 16384 AND refobjid >= 16384"
                    + " GROUP BY objid::bigint / 4096";

    private final List<ResultRow> packed;

    DependencyLinks(List<ResultRow> packed) {
        this.packed = packed;
    }

    /**
     * That one object needs another.
     *
     * @param part of the first, a column's number, or 0
     * @param neededPart of the second
     * @param type as {@code pg_depend.deptype} has it
     */
    record Link(Address from, int part, Address needed, int neededPart, char type) {
        /** An owned sequence goes with its column, but is created before it: the column's default needs it. */
        boolean ownedSequence() {
            return type == 'a'
                    && from.catalog().equals("pg_class")
                    && needed.catalog().equals("pg_class")
                    && part == 0
                    && neededPart != 0;
        }

        boolean partOfWhole() {
            return type == 'i' || type == 'e';
        }
    }

    void forEach(Consumer<Link> action) {
        Map<String, String> catalogs = new HashMap<>();
        for (ResultRow row : packed) {
            StringTokenizer words = new StringTokenizer(row.text(0), " ");
            while (words.hasMoreTokens()) {
                Address from = address(words, catalogs);
                int part = Integer.parseInt(words.nextToken());
                Address needed = address(words, catalogs);
                action.accept(new Link(
                        from,
                        part,
                        needed,
                        Integer.parseInt(words.nextToken()),
                        words.nextToken().charAt(0)));
            }
        }
    }

    private static Address address(StringTokenizer words, Map<String, String> catalogs) {
        String catalog = catalogs.computeIfAbsent(words.nextToken(), name -> name);
        return new Address(catalog, Long.parseLong(words.nextToken()));
    }
}
