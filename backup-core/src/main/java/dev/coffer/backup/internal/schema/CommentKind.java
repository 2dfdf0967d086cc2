package dev.coffer.backup.internal.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comments on everything that the kinds before it have found, and on large objects, which are data. */
final class CommentKind implements ObjectKind {
    /** Entries that name large objects: they come with the rows. */
    static final String ON_LARGE_OBJECT = "large object comment";

    private static final String LARGE_OBJECTS = "pg_largeobject";
    private static final int LARGE_OBJECTS_AT_MOST = 100_000;

    @Override
    public List<String> catalogs() {
        return List.of("pg_description");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT pg_catalog.replace(d.classoid::pg_catalog.regclass::pg_catalog.text, 'pg_catalog.', ''), d.objoid, d.objsubid, d.description FROM pg_catalog.pg_description d"
                        // A large object has the number that somebody gave it.
                        + " WHERE d.objoid >= 16384 OR d.classoid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass"
                        // The schema of every new database, and the comment that it has there.
                        + " UNION ALL SELECT 'pg_namespace', n.oid, 0, obj_description(n.oid, 'pg_namespace')"
                        + " FROM pg_catalog.pg_namespace n WHERE n.nspname = 'public' AND n.oid < 16384"
                        + " AND obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM 'standard public schema'");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        long onLargeObjects = 0;
        for (ResultRow row : results.get(0)) {
            Address address = new Address(row.text(0), row.number(1), row.integer(2));
            Drafts.Target target = into.targetOf(address);
            Draft owner = target == null ? null : into.get(target.owner());
            if (address.catalog().equals(LARGE_OBJECTS) && ++onLargeObjects <= LARGE_OBJECTS_AT_MOST) {
                into.add(onLargeObject(address, row.text(3)));
            }
            if (target == null || owner == null) {
                continue;
            }
            @Nullable String text = row.textOrNull(3);
            Draft draft = new Draft(
                            new Address("comment on " + address.catalog(), address.oid(), address.column()),
                            "comment",
                            owner.schema,
                            target.sql())
                    .statement("COMMENT ON " + target.sql() + " IS " + (text == null ? "NULL" : Sql.literal(text)))
                    .needs(target.owner())
                    .rank(owner.rank());
            if (owner.section() == Section.POST_DATA) {
                draft.postData();
            }
            Draft in = target.in() == null ? owner : into.get(target.in());
            if (in != null) {
                draft.needs(in.address);
                if (in.table() != null) {
                    draft.table(in.table());
                }
            }
            into.add(draft);
        }
        if (onLargeObjects > LARGE_OBJECTS_AT_MOST) {
            into.skip(
                    "comments on " + (onLargeObjects - LARGE_OBJECTS_AT_MOST) + " large objects",
                    "more than " + LARGE_OBJECTS_AT_MOST + " are not recorded one by one");
        }
    }

    private static Draft onLargeObject(Address address, String text) {
        String target = "LARGE OBJECT " + address.oid();
        return new Draft(new Address("comment on " + LARGE_OBJECTS, address.oid()), ON_LARGE_OBJECT, null, target)
                .statement("COMMENT ON " + target + " IS " + Sql.literal(text))
                .postData();
    }
}
