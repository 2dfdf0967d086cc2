package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.Existing;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SchemaReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a target in one round trip. */
final class TargetReader {
    private static final String USER_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    private static final String SERVER =
            "SELECT current_setting('server_version'), current_setting('server_version_num'),"
                    + " pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, current_user, d.datname,"
                    + " has_database_privilege(d.oid, 'CREATE'),"
                    + " has_database_privilege(d.oid, 'TEMPORARY'), pg_is_in_recovery(),"
                    + " current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint"
                    + " + current_setting('max_prepared_transactions')::bigint),"
                    + " (SELECT count(*) FROM pg_catalog.pg_largeobject_metadata)"
                    + " FROM pg_catalog.pg_database d WHERE d.datname = current_database()";

    private static final String SCHEMAS =
            "SELECT n.nspname, has_schema_privilege(n.oid, 'CREATE') FROM pg_catalog.pg_namespace n WHERE "
                    + USER_SCHEMA;

    private static final String EXTENSIONS =
            "SELECT name, installed_version IS NOT NULL, coalesce(installed_version, default_version)"
                    + " FROM pg_catalog.pg_available_extensions";

    private static final String OBJECTS =
            "SELECT 'SCHEMA', quote_ident(n.nspname) FROM pg_catalog.pg_namespace n WHERE " + USER_SCHEMA
                    + " UNION ALL SELECT 'RELATION', format('%I.%I', n.nspname, c.relname)"
                    + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind <> 't' AND " + USER_SCHEMA + notMember("pg_class", "c.oid")
                    + " UNION ALL SELECT 'TYPE', format('%I.%I', n.nspname, t.typname)"
                    + " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
                    + " WHERE t.typrelid = 0 AND t.typelem = 0 AND " + USER_SCHEMA + notMember("pg_type", "t.oid")
                    + " UNION ALL SELECT 'ROUTINE', format('%I.%I', n.nspname, p.proname) || '(' || a.arguments || ')'"
                    + " FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace,"
                    + " LATERAL (VALUES (pg_get_function_identity_arguments(p.oid)), (oidvectortypes(p.proargtypes))) a(arguments)"
                    + " WHERE " + USER_SCHEMA + notMember("pg_proc", "p.oid");

    private static final String TABLES = "SELECT n.nspname, c.relname, has_table_privilege(c.oid, 'SELECT'),"
            + " has_table_privilege(c.oid, 'INSERT'), has_table_privilege(c.oid, 'UPDATE'),"
            + " has_table_privilege(c.oid, 'DELETE'), has_table_privilege(c.oid, 'TRUNCATE'),"
            + " pg_has_role(c.relowner, 'USAGE'), c.relkind = 'p', rn.nspname, r.relname, c.relpages * current_setting('block_size')::bigint,"
            + " coalesce((SELECT string_agg(DISTINCT w.ev_type::pg_catalog.text, '') FROM pg_catalog.pg_rewrite w WHERE w.ev_class = c.oid), ''), "
            + PublishedEvents.REFUSED
            + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " JOIN pg_catalog.pg_class r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)"
            + " JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace WHERE c.relkind IN ('r', 'p') AND "
            + USER_SCHEMA;

    private static final String COLUMNS = "SELECT n.nspname, c.relname, a.attname, a.attgenerated <> '',"
            + " a.attidentity = 'a', a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''"
            + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            + " WHERE c.relkind IN ('r', 'p') AND " + USER_SCHEMA + " ORDER BY c.oid, a.attnum";

    /** Before version 15 what a partition has from its partitioned table counts as internal. */
    private static final String TRIGGERS = "SELECT n.nspname, c.relname, g.tgname, g.tgenabled, g.tgtype"
            + " FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE (NOT g.tgisinternal OR g.tgparentid <> 0 AND g.tgconstraint = 0) AND g.tgenabled IN ('O', 'A') AND "
            + USER_SCHEMA + " ORDER BY 1, 2, 3";

    /** What ON CONFLICT can name: not partial, not of expressions, not deferrable. */
    private static final String KEYS = "SELECT n.nspname, c.relname, i.indexrelid, a.attname"
            + " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " CROSS JOIN LATERAL unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k(attnum, place)"
            + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum"
            + " WHERE i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL"
            + " AND k.place <= i.indnkeyatts AND " + USER_SCHEMA
            + " ORDER BY NOT i.indisprimary, i.indexrelid, k.place";

    private static final String SEQUENCES = "SELECT n.nspname, c.relname, s.seqmin, s.seqmax,"
            + " has_sequence_privilege(c.oid, 'UPDATE'), has_sequence_privilege(c.oid, 'SELECT'), s.seqincrement > 0,"
            + " tn.nspname, t.relname, a.attname FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0"
            + " AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')"
            + " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.atttypid IN (20, 21, 23)"
            + " LEFT JOIN pg_catalog.pg_class t ON t.oid = a.attrelid LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace WHERE "
            + USER_SCHEMA;

    private static final String REFERENCES = "SELECT n.nspname, c.relname, tn.nspname, t.relname, k.conname,"
            + " k.condeferrable, k.condeferred, k.confdeltype"
            + " FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " JOIN pg_catalog.pg_class t ON t.oid = k.confrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace"
            + " WHERE k.contype = 'f' AND k.conparentid = 0 AND " + USER_SCHEMA + " ORDER BY 1, 2, 5";

    private static final String MATERIALIZED_VIEWS = "SELECT format('%I.%I', n.nspname, c.relname),"
            + " pg_has_role(c.relowner, 'USAGE') FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind = 'm' AND " + USER_SCHEMA;

    private TargetReader() {}

    private static String notMember(String catalog, String oid) {
        return " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog." + catalog
                + "'::pg_catalog.regclass AND e.objid = " + oid + " AND e.deptype = 'e')";
    }

    /**
     * Looks at it.
     *
     * @param existing asks for tables that exist, unless it is REFUSE, and for objects that exist
     */
    static TargetState read(Session session, Scope scope, Existing existing) throws SQLException {
        boolean tables = scope == Scope.DATA_ONLY || existing != Existing.REFUSE;
        SchemaReader schema = new SchemaReader(session.serverVersion());
        List<String> objects = scope == Scope.DATA_ONLY ? List.of() : List.of(OBJECTS);
        List<String> live = tables
                ? List.of(TABLES, COLUMNS, KEYS, TRIGGERS, SEQUENCES, REFERENCES, MATERIALIZED_VIEWS)
                : List.of();
        List<String> entries = scope == Scope.DATA_ONLY || existing == Existing.REFUSE ? List.of() : schema.queries();
        List<String> statements = new ArrayList<>(List.of(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                Pins.forBackup(session.serverVersion(), Duration.ZERO),
                SERVER,
                SCHEMAS,
                EXTENSIONS));
        statements.addAll(objects);
        statements.addAll(live);
        statements.addAll(entries);
        statements.add("COMMIT");
        List<List<@Nullable String[]>> results = session.query(String.join(";\n", statements));
        int afterObjects = 3 + objects.size();
        int afterLive = afterObjects + live.size();
        return state(
                results,
                objects.isEmpty() ? Map.of() : objects(results.get(3)),
                entries.isEmpty()
                        ? List.of()
                        : schema.read(results.subList(afterLive, results.size()))
                                .entries(),
                live.isEmpty() ? null : results.subList(afterObjects, afterLive));
    }

    private static TargetState state(
            List<List<@Nullable String[]>> results,
            Map<EntryClass, Set<String>> objects,
            List<SchemaEntry> entries,
            @Nullable List<List<@Nullable String[]>> live) {
        @Nullable String[] server = results.get(0).get(0);
        return new TargetState(
                text(server, 0),
                (int) number(server, 1),
                text(server, 2),
                text(server, 3),
                text(server, 4),
                text(server, 5),
                text(server, 6),
                flag(server, 7),
                flag(server, 8),
                flag(server, 9),
                number(server, 10),
                number(server, 11),
                flags(results.get(1)),
                extensions(results.get(2)),
                objects,
                entries,
                live == null ? Map.of() : tables(live.get(0), live.get(1), live.get(2), live.get(3)),
                live == null ? Map.of() : sequences(live.get(4)),
                live == null ? List.of() : references(live.get(5)),
                live == null ? Map.of() : flags(live.get(6)));
    }

    private static Map<String, Boolean> flags(List<@Nullable String[]> rows) {
        Map<String, Boolean> flags = new HashMap<>();
        rows.forEach(row -> flags.put(text(row, 0), flag(row, 1)));
        return flags;
    }

    private static Map<String, TargetState.Extension> extensions(List<@Nullable String[]> rows) {
        Map<String, TargetState.Extension> extensions = new HashMap<>();
        rows.forEach(row -> extensions.put(text(row, 0), new TargetState.Extension(flag(row, 1), row[2])));
        return extensions;
    }

    private static Map<EntryClass, Set<String>> objects(List<@Nullable String[]> rows) {
        Map<EntryClass, Set<String>> objects = new EnumMap<>(EntryClass.class);
        for (EntryClass each : EntryClass.values()) {
            objects.put(each, new HashSet<>());
        }
        rows.forEach(row ->
                requireNonNull(objects.get(EntryClass.valueOf(text(row, 0)))).add(text(row, 1)));
        return objects;
    }

    private static Map<TableName, TargetState.Table> tables(
            List<@Nullable String[]> rows,
            List<@Nullable String[]> columns,
            List<@Nullable String[]> keys,
            List<@Nullable String[]> triggers) {
        Map<TableName, TargetState.Table> tables = new HashMap<>();
        for (@Nullable String[] row : rows) {
            TargetState.Rights rights =
                    new TargetState.Rights(flag(row, 2), flag(row, 3), flag(row, 4), flag(row, 5), flag(row, 6));
            TargetState.Table table = new TargetState.Table(
                    rights,
                    flag(row, 7),
                    flag(row, 8),
                    tableName(row, 9),
                    number(row, 11),
                    text(row, 12),
                    text(row, 13),
                    new LinkedHashMap<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
            tables.put(tableName(row, 0), table);
        }
        for (@Nullable String[] row : columns) {
            requireNonNull(tables.get(tableName(row, 0)))
                    .columns()
                    .put(text(row, 2), new TargetState.Column(flag(row, 3), flag(row, 4), flag(row, 5)));
        }
        Map<Long, List<String>> known = new HashMap<>();
        for (@Nullable String[] row : keys) {
            TargetState.Table table = tables.get(tableName(row, 0));
            if (table != null) {
                known.computeIfAbsent(number(row, 2), index -> {
                            List<String> key = new ArrayList<>();
                            table.keys().add(key);
                            return key;
                        })
                        .add(text(row, 3));
            }
        }
        for (@Nullable String[] row : triggers) {
            TargetState.Table table = tables.get(tableName(row, 0));
            if (table != null) {
                table.triggers().add(new TargetState.Trigger(text(row, 2), text(row, 3), (int) number(row, 4)));
            }
        }
        return tables;
    }

    private static Map<TableName, TargetState.Sequence> sequences(List<@Nullable String[]> rows) {
        Map<TableName, TargetState.Sequence> sequences = new HashMap<>();
        rows.forEach(row -> sequences.put(
                tableName(row, 0),
                new TargetState.Sequence(
                        number(row, 2),
                        number(row, 3),
                        flag(row, 4),
                        flag(row, 5),
                        flag(row, 6),
                        row[9] == null ? null : tableName(row, 7),
                        row[9])));
        return sequences;
    }

    private static List<TargetState.Reference> references(List<@Nullable String[]> rows) {
        return rows.stream()
                .map(row -> new TargetState.Reference(
                        tableName(row, 0),
                        tableName(row, 2),
                        text(row, 4),
                        flag(row, 5),
                        flag(row, 6),
                        text(row, 7).charAt(0)))
                .toList();
    }

    private static TableName tableName(@Nullable String[] row, int from) {
        return new TableName(text(row, from), text(row, from + 1));
    }

    private static String text(@Nullable String[] row, int column) {
        return requireNonNull(row[column]);
    }

    private static long number(@Nullable String[] row, int column) {
        return Long.parseLong(text(row, column));
    }

    private static boolean flag(@Nullable String[] row, int column) {
        return text(row, column).equals("t");
    }
}
