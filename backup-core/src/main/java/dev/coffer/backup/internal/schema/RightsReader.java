package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Owners, grants, default privileges and what is set for the database as a whole, as entries that follow those that create the
 * objects. Always as many queries, whatever there is.
 */
final class RightsReader {
    private static final int LARGE_OBJECTS_TOGETHER = 1_000;
    private static final int LARGE_OBJECTS_AT_MOST = 100_000;

    private final Drafts drafts;
    private final Dependencies dependencies;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Placed> rights = new ArrayList<>();

    private RightsReader(Drafts drafts, Dependencies dependencies, List<SchemaEntry> entries) {
        this.drafts = drafts;
        this.dependencies = dependencies;
        for (SchemaEntry entry : entries) {
            places.put(entry.id(), places.size());
        }
    }

    /** Schemas come first: whoever is to own something in one may need the right to create there. */
    private enum Step {
        DATABASE_OWNER,
        SCHEMA_OWNER,
        SCHEMA_GRANT,
        OWNER,
        GRANT,
        LAST
    }

    private record Placed(Step step, int place, int sequence, SchemaEntry entry) {
        static final Comparator<Placed> ORDER =
                Comparator.comparing(Placed::step).thenComparing(Placed::place).thenComparing(Placed::sequence);
    }

    static List<String> queries() {
        String owners = OwnedCatalog.ALL.stream()
                .filter(catalog -> !catalog.name().equals(OwnedCatalog.LARGE_OBJECTS))
                .map(OwnedCatalog::owners)
                .collect(Collectors.joining(" UNION ALL "));
        String lists = OwnedCatalog.ALL.stream()
                .filter(OwnedCatalog::hasAcl)
                .map(OwnedCatalog::lists)
                .collect(Collectors.joining(" UNION ALL "));
        String items = "(SELECT false, k, grantor, grantee, privilege_type, is_grantable"
                + " FROM aclexplode(o.acl) WITH ORDINALITY a(grantor, grantee, privilege_type, is_grantable, k)"
                + " UNION ALL SELECT true, k, grantor, grantee, privilege_type, is_grantable"
                + " FROM aclexplode(o.usual) WITH ORDINALITY a(grantor, grantee, privilege_type, is_grantable, k))"
                + " x(usual, k, grantor, grantee, privilege, grantable)";
        String item = "x.usual, pg_get_userbyid(x.grantor),"
                + " CASE WHEN x.grantee <> 0 THEN pg_get_userbyid(x.grantee) END, x.privilege, x.grantable";
        String columns =
                " UNION ALL SELECT 'pg_class', c.oid, 'pg_catalog.pg_class'::pg_catalog.regclass, 'TABLE', n.nspname::pg_catalog.text,"
                        + " c.relname::pg_catalog.text, NULL, c.relowner, a.attacl, i.initprivs, a.attname FROM pg_catalog.pg_attribute a"
                        + " JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relpersistence <> 't'"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_init_privs i"
                        + " ON i.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.objoid = c.oid AND i.objsubid = a.attnum"
                        + " WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND i.initprivs IS DISTINCT FROM a.attacl";
        String access =
                "SELECT o.catalog, o.oid, o.noun, o.schema, o.name, o.arguments, pg_get_userbyid(o.owner), o.attname, "
                        + item + " FROM (SELECT l.*, NULL::pg_catalog.name FROM (" + lists + ") l" + columns
                        + ") o(catalog, oid, class, noun, schema, name, arguments, owner, acl, usual, attname), LATERAL "
                        + items
                        // Not even a superuser changed these: they are what every database has, though no catalogue
                        // says so.
                        + " WHERE x.grantee <> 0 OR x.usual OR 'information_schema' NOT IN (o.name, coalesce(o.schema, ''))"
                        + " OR o.noun NOT IN ('SCHEMA', 'TABLE')"
                        + " ORDER BY o.schema COLLATE \"C\", o.name COLLATE \"C\", o.arguments COLLATE \"C\", o.noun,"
                        + " o.attname COLLATE \"C\" NULLS FIRST, x.k";
        String defaults = "SELECT pg_get_userbyid(o.defaclrole), n.nspname, n.oid, o.defaclobjtype, " + item
                + " FROM (SELECT d.*, CASE WHEN d.defaclnamespace = 0 THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'"
                + " ELSE d.defaclobjtype END::pg_catalog.\"char\", d.defaclrole) END AS usual, d.defaclacl AS acl"
                + " FROM pg_catalog.pg_default_acl d) o LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.defaclnamespace,"
                + " LATERAL " + items
                + " ORDER BY 1, n.nspname COLLATE \"C\" NULLS FIRST, o.defaclobjtype::pg_catalog.text COLLATE \"C\", x.k";
        String largeObjects =
                "SELECT l.owner, string_agg(l.oid::pg_catalog.text, ',' ORDER BY l.oid) FROM (SELECT pg_get_userbyid(lomowner)"
                        + " AS owner, oid, (row_number() OVER (PARTITION BY lomowner ORDER BY oid) - 1) / "
                        + LARGE_OBJECTS_TOGETHER + " AS part, count(*) OVER () AS all_of_them"
                        + " FROM pg_catalog.pg_largeobject_metadata) l WHERE l.all_of_them <= " + LARGE_OBJECTS_AT_MOST
                        + " GROUP BY l.owner, l.part ORDER BY l.owner COLLATE \"C\", l.part";
        return List.of(
                owners,
                access,
                defaults,
                largeObjects,
                "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata",
                DatabaseSettings.PROPERTIES,
                DatabaseSettings.SETTINGS);
    }

    /** Returns the entries in the order in which they are to be run, after all others. */
    static List<SchemaEntry> read(
            List<List<ResultRow>> results, Drafts drafts, Dependencies dependencies, List<SchemaEntry> entries) {
        RightsReader reader = new RightsReader(drafts, dependencies, entries);
        reader.owners(results.get(0));
        reader.access(results.get(1));
        reader.defaults(results.get(2));
        reader.largeObjects(results.get(3), results.get(4).get(0).number(0));
        DatabaseSettings.read(results.get(5), results.get(6))
                .forEach(entry -> reader.add(Step.LAST, Integer.MAX_VALUE, entry));
        return reader.rights.stream().sorted(Placed.ORDER).map(Placed::entry).toList();
    }

    private void add(Step step, int place, SchemaEntry entry) {
        rights.add(new Placed(step, place, rights.size(), entry));
    }

    private void owners(List<ResultRow> rows) {
        for (ResultRow row : rows) {
            Address address = new Address(row.text(0), row.number(1));
            String role = row.text(2);
            Drafts.Target target = drafts.targetOf(address);
            Draft draft = target == null ? null : drafts.get(target.owner());
            if (address.catalog().equals(OwnedCatalog.DATABASE)) {
                String database = "DATABASE " + Sql.quote(row.text(3));
                add(Step.DATABASE_OWNER, 0, owner(database, role, null, Set.of()));
            } else if (target != null
                    && draft != null
                    // The sequence of an identity column comes with its table, and belongs to whom that belongs.
                    && target.owner().equals(address)
                    && !dependencies.followsTable(address)
                    && !row.flag(4)) {
                boolean schema = address.catalog().equals("pg_namespace");
                add(
                        schema ? Step.SCHEMA_OWNER : Step.OWNER,
                        place(draft),
                        owner(target.sql(), role, draft, Set.of(draft.id())));
            }
        }
    }

    private int place(@Nullable Draft draft) {
        return draft == null ? Integer.MAX_VALUE : places.getOrDefault(draft.id(), Integer.MAX_VALUE);
    }

    private static SchemaEntry owner(String target, String role, @Nullable Draft of, Set<String> after) {
        return entry(
                RightKind.OWNER,
                of,
                target,
                List.of("ALTER " + target + " OWNER TO " + Sql.quote(role)),
                after,
                Set.of(role));
    }

    private static SchemaEntry entry(
            RightKind kind,
            @Nullable Draft of,
            String identity,
            List<String> statements,
            Collection<String> after,
            Collection<String> roles) {
        TableName table = of == null ? null : of.table();
        return new SchemaEntry(
                kind.toString(),
                of == null ? null : of.schema,
                identity,
                Section.POST_DATA,
                statements,
                List.copyOf(new TreeSet<>(after)),
                table,
                null,
                List.copyOf(new TreeSet<>(roles)));
    }

    private record Listed(Address address, String target, String owner) {}

    private void access(List<ResultRow> rows) {
        Map<Listed, AccessList> lists = new LinkedHashMap<>();
        for (ResultRow row : rows) {
            String name = row.textOrNull(3) == null ? Sql.quote(row.text(4)) : Sql.quote(row.text(3), row.text(4));
            String noun = row.text(2);
            String target = noun + " "
                    + (noun.equals("LARGE OBJECT") ? row.text(4) : name)
                    + (row.textOrNull(5) == null ? "" : "(" + row.text(5) + ")");
            Listed listed = new Listed(new Address(row.text(0), row.number(1)), target, row.text(6));
            AccessList list = lists.computeIfAbsent(listed, l -> new AccessList(l.owner()));
            item(row, 8, row.textOrNull(7), list);
        }
        lists.forEach(this::steps);
    }

    private static void item(ResultRow row, int first, @Nullable String column, AccessList into) {
        AccessItem item = new AccessItem(
                row.text(first + 1), row.textOrNull(first + 2), row.text(first + 3), column, row.flag(first + 4));
        if (row.flag(first)) {
            into.usual(item);
        } else {
            into.held(item);
        }
    }

    private void steps(Listed listed, AccessList list) {
        Draft draft = dependencies.draftOf(listed.address());
        boolean alone = Set.of(OwnedCatalog.DATABASE, OwnedCatalog.LARGE_OBJECTS)
                .contains(listed.address().catalog());
        if (draft == null && listed.address().oid() >= 16384 && !alone) {
            return;
        }
        boolean schema = listed.address().catalog().equals("pg_namespace");
        for (AccessList.Step step : list.steps(listed.target(), "")) {
            boolean own = listed.owner().equals(step.grantee()) && step.grantor() == null;
            Set<String> after = new LinkedHashSet<>();
            if (draft != null) {
                after.add(draft.id());
            }
            step.after().forEach(name -> after.add(id(listed, name, name.equals(ownName(listed)))));
            add(
                    schema ? Step.SCHEMA_GRANT : Step.GRANT,
                    place(draft),
                    entry(
                            own ? RightKind.OWNER_GRANT : RightKind.GRANT,
                            draft,
                            listed.target() + step.name(),
                            step.statements(),
                            after,
                            step.roles()));
        }
    }

    private static String ownName(Listed listed) {
        return " TO " + Sql.quote(listed.owner());
    }

    private static String id(Listed listed, String step, boolean own) {
        return (own ? RightKind.OWNER_GRANT : RightKind.GRANT) + " " + listed.target() + step;
    }

    private record Defaults(String role, @Nullable String schema, long namespace, String noun) {}

    private void defaults(List<ResultRow> rows) {
        Map<Defaults, AccessList> lists = new LinkedHashMap<>();
        for (ResultRow row : rows) {
            String noun = switch (row.text(3)) {
                case "r" -> "TABLES";
                case "S" -> "SEQUENCES";
                case "f" -> "FUNCTIONS";
                case "T" -> "TYPES";
                case "n" -> "SCHEMAS";
                default -> "LARGE OBJECTS";
            };
            String schema = row.textOrNull(1);
            Defaults of = new Defaults(row.text(0), schema, schema == null ? 0 : row.number(2), noun);
            item(row, 4, null, lists.computeIfAbsent(of, d -> new AccessList(d.role())));
        }
        lists.forEach((of, list) -> {
            String where = "FOR ROLE " + Sql.quote(of.role())
                    + (of.schema() == null ? "" : " IN SCHEMA " + Sql.quote(of.schema()));
            Draft schema = dependencies.draftOf(new Address("pg_namespace", of.namespace()));
            for (AccessList.Step step : list.steps(of.noun(), "ALTER DEFAULT PRIVILEGES " + where + " ")) {
                Set<String> roles = new TreeSet<>(step.roles());
                roles.add(of.role());
                add(
                        Step.LAST,
                        0,
                        entry(
                                RightKind.DEFAULT_PRIVILEGES,
                                schema,
                                where + " ON " + of.noun() + step.name(),
                                step.statements(),
                                schema == null ? Set.of() : Set.of(schema.id()),
                                roles));
            }
        });
    }

    private void largeObjects(List<ResultRow> rows, long count) {
        if (count > LARGE_OBJECTS_AT_MOST) {
            drafts.skip(
                    "owners of " + count + " large objects",
                    "more than " + LARGE_OBJECTS_AT_MOST + " are not recorded one by one");
        }
        for (ResultRow row : rows) {
            String role = row.text(0);
            List<String> numbers = List.of(row.text(1).split(","));
            List<String> statements = numbers.stream()
                    .map(number -> "ALTER LARGE OBJECT " + number + " OWNER TO " + Sql.quote(role))
                    .toList();
            String identity = "LARGE OBJECT " + numbers.get(0)
                    + (numbers.size() == 1 ? "" : " to " + numbers.get(numbers.size() - 1)) + " of " + Sql.quote(role);
            add(
                    Step.OWNER,
                    Integer.MAX_VALUE,
                    entry(RightKind.OWNER, null, identity, statements, Set.of(), Set.of(role)));
        }
    }
}
