package dev.coffer.backup.testkit.internal.target;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.DatabaseSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a load must know of the target, in one message. */
public final class SchemaReader {
    /** Tables of users: not those of the system, of extensions, or temporary. */
    private static final String OURS = """
            c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND e.objid = c.oid AND e.deptype = 'e')""";

    /** Which database of which server, and in what state. Cheap: a few rows for each table, of catalogs that are in the server's memory anyway. */
    static final String FINGERPRINT = """
            SELECT pg_catalog.concat_ws(' ', pg_catalog.pg_postmaster_start_time(),
              (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()), current_user,
              (SELECT pg_catalog.count(*) || ':' || pg_catalog.sum(pg_catalog.hashint8extended(c.oid::pg_catalog.int8, c.xmin::text::pg_catalog.int8))
                FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'S') AND c.oid >= 16384),
              (SELECT pg_catalog.count(*) || ':' || pg_catalog.sum(pg_catalog.hashint8extended(c.oid::pg_catalog.int8, c.xmin::text::pg_catalog.int8))
                FROM pg_catalog.pg_constraint c WHERE c.contype = 'f'),
              (SELECT pg_catalog.count(*) || ':' || pg_catalog.sum(pg_catalog.hashint8extended(c.oid::pg_catalog.int8, c.xmin::text::pg_catalog.int8))
                FROM pg_catalog.pg_trigger c WHERE NOT c.tgisinternal))""";

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, rn.nspname, rc.relname, c.relkind = 'r',
              EXISTS (SELECT FROM pg_catalog.pg_rewrite w WHERE w.ev_class = c.oid AND w.ev_type IN ('3', '4'))
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class rc ON rc.oid = CASE WHEN c.relispartition
              THEN coalesce(pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid, c.oid) ELSE c.oid END
            JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
            WHERE\s""" + OURS;

    private static final String COLUMNS = """
            SELECT a.attrelid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
              CASE WHEN b.typnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN b.typname ELSE '' END,
              b.typcategory = 'A', a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', a.attgenerated <> '',
              a.atthasdef OR a.attidentity <> '',
              a.attidentity = '' AND a.attgenerated = '' AND (d.adbin::text ~ 'SQLVALUEFUNCTION' OR EXISTS (
                SELECT FROM pg_catalog.regexp_matches(d.adbin::text, ':(?:op)?funcid (\\d+)', 'g') f
                JOIN pg_catalog.pg_proc p ON p.oid = f[1]::pg_catalog.oid
                WHERE p.provolatile <> 'i' AND p.proname <> 'nextval')),
              sn.nspname, s.relname
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN LATERAL (
              SELECT q.objid FROM pg_catalog.pg_depend q
              WHERE q.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND q.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND q.refobjid = a.attrelid AND q.refobjsubid = a.attnum AND q.deptype IN ('a', 'i')
                AND EXISTS (SELECT FROM pg_catalog.pg_class o WHERE o.oid = q.objid AND o.relkind = 'S')
              UNION ALL
              SELECT q.refobjid FROM pg_catalog.pg_depend q
              WHERE q.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND q.objid = d.oid
                AND q.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                AND EXISTS (SELECT FROM pg_catalog.pg_class o WHERE o.oid = q.refobjid AND o.relkind = 'S')
              LIMIT 1) o ON true
            LEFT JOIN pg_catalog.pg_class s ON s.oid = o.objid
            LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = s.relnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND\s""" + OURS + """

            ORDER BY a.attrelid, a.attnum""";

    private static final String KEYS = """
            SELECT k.conrelid, a.attname FROM pg_catalog.pg_constraint k
            CROSS JOIN LATERAL pg_catalog.unnest(k.conkey) WITH ORDINALITY u (attnum, place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
            WHERE k.contype = 'p' ORDER BY k.conrelid, u.place""";

    private static final String TRIGGERS = """
            SELECT g.tgrelid, g.tgname, g.tgenabled = 'A' FROM pg_catalog.pg_trigger g
            WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') ORDER BY g.tgrelid, g.tgname""";

    private static final String REFERENCES = """
            SELECT k.conname, k.conrelid, a.attname, k.confrelid, b.attname, k.confdeltype = 'r', k.condeferrable, k.condeferred,
              k.conparentid <> 0, k.oid
            FROM pg_catalog.pg_constraint k
            CROSS JOIN LATERAL pg_catalog.generate_subscripts(k.conkey, 1) u (place)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[u.place]
            JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[u.place]
            WHERE k.contype = 'f' ORDER BY k.oid, u.place""";

    private static final String SEQUENCES = """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' ORDER BY 1, 2""";

    private final List<List<@Nullable String[]>> results;
    private final Map<String, TableName> names = new LinkedHashMap<>();

    private SchemaReader(List<List<@Nullable String[]>> results) {
        this.results = results;
    }

    /** Reads the schema as it is now. */
    public static TargetSchema read(DatabaseSession session) throws SQLException {
        return new SchemaReader(session.query(
                        String.join(";\n", TABLES, COLUMNS, KEYS, TRIGGERS, REFERENCES, SEQUENCES, FINGERPRINT)))
                .schema();
    }

    private TargetSchema schema() {
        results.get(0).forEach(row -> names.put(text(row[0]), name(row[1], row[2])));
        Map<String, List<TargetColumn>> columns = new LinkedHashMap<>();
        for (@Nullable String[] row : results.get(1)) {
            columns.computeIfAbsent(text(row[0]), table -> new ArrayList<>()).add(column(row));
        }
        Map<String, List<String>> keys = new LinkedHashMap<>();
        results.get(2)
                .forEach(row -> keys.computeIfAbsent(text(row[0]), table -> new ArrayList<>())
                        .add(text(row[1])));
        Map<String, List<TargetTable.Trigger>> triggers = new LinkedHashMap<>();
        results.get(3)
                .forEach(row -> triggers.computeIfAbsent(text(row[0]), table -> new ArrayList<>())
                        .add(new TargetTable.Trigger(text(row[1]), is(row[2]))));
        Map<TableName, TargetTable> tables = new TreeMap<>();
        for (@Nullable String[] row : results.get(0)) {
            String oid = text(row[0]);
            TableName name = name(row[1], row[2]);
            tables.put(
                    name,
                    new TargetTable(
                            name,
                            name(row[3], row[4]),
                            is(row[5]),
                            is(row[6]),
                            columns.getOrDefault(oid, List.of()),
                            keys.getOrDefault(oid, List.of()),
                            triggers.getOrDefault(oid, List.of())));
        }
        return new TargetSchema(
                tables,
                references(),
                results.get(5).stream().map(row -> name(row[0], row[1])).toList(),
                text(results.get(6).get(0)[0]));
    }

    private static TargetColumn column(@Nullable String[] row) {
        String sequence = row[10];
        String base = text(row[3]);
        return new TargetColumn(
                text(row[1]),
                text(row[2]),
                base,
                is(row[4]),
                is(row[5]),
                is(row[6]),
                is(row[7]),
                is(row[8]),
                sequence == null ? null : new TableName(text(row[9]), sequence));
    }

    private List<Reference> references() {
        Map<String, Reference> found = new LinkedHashMap<>();
        for (@Nullable String[] row : results.get(4)) {
            TableName from = names.get(text(row[1]));
            TableName to = names.get(text(row[3]));
            if (from == null || to == null) {
                continue;
            }
            Reference one = new Reference(
                    text(row[0]),
                    from,
                    List.of(text(row[2])),
                    to,
                    List.of(text(row[4])),
                    is(row[5]),
                    is(row[6]),
                    is(row[7]),
                    is(row[8]));
            found.merge(text(row[9]), one, SchemaReader::joined);
        }
        return List.copyOf(found.values());
    }

    private static Reference joined(Reference a, Reference b) {
        List<String> columns = new ArrayList<>(a.columns());
        columns.addAll(b.columns());
        List<String> keys = new ArrayList<>(a.keys());
        keys.addAll(b.keys());
        return new Reference(
                a.name(), a.from(), columns, a.to(), keys, a.restrict(), a.deferrable(), a.deferred(), a.inherited());
    }

    private static TableName name(@Nullable String schema, @Nullable String name) {
        return new TableName(text(schema), text(name));
    }

    private static String text(@Nullable String value) {
        return requireNonNull(value, "a catalog gave NULL");
    }

    private static boolean is(@Nullable String value) {
        return "t".equals(value);
    }
}
