package dev.coffer.backup.internal.increment;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.Sql;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a table from another, computed by the server in the snapshot: its file, its columns with all
 * that their types print by, and a sum over the place and the writer of each row. No row travels, and the number of
 * round trips does not grow with that of tables.
 */
final class TableStates {
    private static final int TABLES_AT_ONCE = 200;

    private final Session session;
    private final List<WatchedTable> tables;
    private final long lockBudget;

    TableStates(Session session, List<WatchedTable> tables, long lockBudget) {
        this.session = session;
        this.tables = tables;
        this.lockBudget = lockBudget;
    }

    /**
     * What was found out about one table.
     *
     * @param text the same as before only when nothing changed, or null when that cannot be known
     * @param young how many rows have the number of a transaction that was not over at the time asked for
     * @param reason why it cannot be known, or null
     */
    record State(
            @Nullable String text, long young, @Nullable String reason) {}

    /**
     * The state of each table, in their order.
     *
     * @param since a moment of which no transaction before {@code since.oldest()} was going on, or null
     */
    List<State> read(History now, @Nullable History since) throws SQLException {
        Map<Long, @Nullable String[]> structures = structures();
        List<State> states = new ArrayList<>();
        List<Integer> counted = new ArrayList<>();
        for (WatchedTable table : tables) {
            @Nullable String[] structure = structures.get(table.live().oid());
            String reason = reason(table, structure);
            states.add(new State(null, 0, reason));
            if (reason == null) {
                counted.add(states.size() - 1);
            }
        }
        for (@Nullable String[] row : count(counted, young(now, since))) {
            int index = Integer.parseInt(requireNonNull(row[0]));
            states.set(
                    index,
                    state(
                            tables.get(index),
                            requireNonNull(
                                    structures.get(tables.get(index).live().oid())),
                            row));
        }
        return states;
    }

    private static @Nullable String reason(WatchedTable table, @Nullable String @Nullable [] structure) {
        if (!table.whole()) {
            return "a condition chooses its rows";
        }
        if (structure == null) {
            return "it is not in the catalogue of the snapshot";
        }
        if (!"t".equals(structure[2])) {
            return "it is not stored as a heap";
        }
        return "t".equals(structure[3]) ? "a column holds names of objects, which print as they are called now" : null;
    }

    private static State state(WatchedTable table, @Nullable String[] structure, @Nullable String[] row) {
        if (!Long.toString(table.live().filenode()).equals(row[4])) {
            return new State(null, 0, "another session rewrote it after the snapshot");
        }
        return new State(
                table.live().oid() + "/" + row[4] + "/" + structure[1] + "/" + row[1] + "/" + row[2],
                Long.parseLong(requireNonNull(row[3])),
                null);
    }

    /** By OID: a hash of the columns and of all that their types print by; heap or not; whether values name objects. */
    private Map<Long, @Nullable String[]> structures() throws SQLException {
        Map<Long, @Nullable String[]> structures = new HashMap<>();
        if (!tables.isEmpty()) {
            for (@Nullable String[] row : session.query(structureSql()).get(0)) {
                structures.put(Long.parseLong(requireNonNull(row[0])), row);
            }
        }
        return structures;
    }

    private String structureSql() {
        String oids = tables.stream()
                .map(table -> Long.toUnsignedString(table.live().oid()))
                .collect(Collectors.joining(",", "'{", "}'::oid[]"));
        return """
                WITH RECURSIVE wanted(oid) AS (SELECT unnest(%s)),
                columns AS (SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attgenerated,
                    coalesce(a.attmissingval::text, '') AS missing
                  FROM pg_attribute a JOIN wanted w ON w.oid = a.attrelid WHERE a.attnum > 0 AND NOT a.attisdropped),
                types(root, typ) AS (SELECT DISTINCT atttypid, atttypid FROM columns
                  UNION SELECT t.root, n.typ FROM types t JOIN pg_type y ON y.oid = t.typ CROSS JOIN LATERAL
                    (SELECT y.typelem AS typ UNION ALL SELECT y.typbasetype
                     UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE y.oid IN (r.rngtypid, r.rngmultitypid)
                     UNION ALL SELECT c.atttypid FROM pg_attribute c
                       WHERE c.attrelid = y.typrelid AND c.attnum > 0 AND NOT c.attisdropped) n
                  WHERE n.typ <> 0),
                described(typ, text, named) AS (SELECT y.oid,
                    concat_ws('/', y.oid, y.xmin, y.typname, y.typoutput::oid, coalesce(p.xmin::text, ''),
                      coalesce((SELECT string_agg(concat_ws(',', e.oid, e.xmin, e.enumlabel), ';' ORDER BY e.oid)
                        FROM pg_enum e WHERE e.enumtypid = y.oid), ''),
                      coalesce((SELECT string_agg(concat_ws(',', c.attnum, c.attname, c.atttypid, c.atttypmod,
                          c.attisdropped), ';' ORDER BY c.attnum)
                        FROM pg_attribute c WHERE c.attrelid = y.typrelid AND c.attnum > 0), '')),
                    y.typnamespace = 'pg_catalog'::regnamespace AND (y.typname LIKE 'reg%%' OR y.typname = 'aclitem')
                  FROM pg_type y LEFT JOIN pg_proc p ON p.oid = y.typoutput WHERE y.oid IN (SELECT typ FROM types)),
                printed(root, text, named) AS (SELECT t.root, string_agg(d.text, '|' ORDER BY d.typ), bool_or(d.named)
                  FROM types t JOIN described d ON d.typ = t.typ GROUP BY t.root)
                SELECT c.oid, encode(sha256(convert_to(coalesce(string_agg(concat_ws('/', a.attnum, a.atttypid,
                    a.atttypmod, a.attgenerated, a.missing, a.attname, p.text), '#' ORDER BY a.attnum), ''), 'UTF8')),
                  'hex'), c.relam = 2, coalesce(bool_or(p.named), false)
                FROM wanted w JOIN pg_class c ON c.oid = w.oid LEFT JOIN columns a ON a.attrelid = c.oid
                  LEFT JOIN printed p ON p.root = a.atttypid
                GROUP BY c.oid, c.relam""".formatted(oids);
    }

    /**
     * A server that has never begun the numbers of its transactions anew cannot have given one twice. On any other a row may
     * carry, by chance, the number of a transaction that wrote to its place long ago; then only rows with no number that
     * was given since are known to be the old ones.
     */
    static String young(History now, @Nullable History since) {
        if (since == null || now.next().compareTo(History.WRAP) < 0) {
            return "false";
        }
        return youngSql(since.oldest(), now.next());
    }

    static String youngSql(BigInteger from, BigInteger to) {
        return "(t.xmin::text::int8 - " + from.mod(History.WRAP) + " + " + History.WRAP + ") % " + History.WRAP + " < "
                + to.subtract(from);
    }

    private List<@Nullable String[]> count(List<Integer> counted, String young) throws SQLException {
        StringBuilder sql = new StringBuilder();
        Iterator<Integer> rest = counted.iterator();
        @Nullable Integer next = rest.hasNext() ? rest.next() : null;
        while (next != null) {
            List<String> selects = new ArrayList<>();
            long locks = 0;
            while (next != null
                    && (selects.isEmpty()
                            || (selects.size() < TABLES_AT_ONCE
                                    && locks + tables.get(next).live().locks() <= lockBudget))) {
                locks += tables.get(next).live().locks();
                selects.add(countSql(next, young));
                next = rest.hasNext() ? rest.next() : null;
            }
            // A SELECT locks indexes too; they are given back before the next tables.
            sql.append(sql.isEmpty() ? "" : "; ")
                    .append("SAVEPOINT coffer_states; ")
                    .append(String.join(" UNION ALL ", selects))
                    .append("; ROLLBACK TO SAVEPOINT coffer_states; RELEASE SAVEPOINT coffer_states");
        }
        List<@Nullable String[]> rows = new ArrayList<>();
        if (!sql.isEmpty()) {
            session.query(sql.toString()).forEach(rows::addAll);
        }
        return rows;
    }

    private String countSql(int index, String young) {
        WatchedTable table = tables.get(index);
        return "SELECT " + index + ", count(*),"
                + " coalesce(sum(hashtextextended((t.ctid::text || ' ' || t.xmin::text) COLLATE \"C\", 0)::numeric), 0),"
                + " count(*) FILTER (WHERE " + young + "), pg_relation_filenode("
                + Long.toUnsignedString(table.live().oid())
                + "::oid::regclass) FROM ONLY " + Sql.quote(table.name()) + " t";
    }
}
