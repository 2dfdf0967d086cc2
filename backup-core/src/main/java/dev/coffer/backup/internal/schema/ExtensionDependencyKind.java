package dev.coffer.backup.internal.schema;

import java.util.List;

/** What goes with an extension when that is dropped, without being part of it: {@code ALTER … DEPENDS ON EXTENSION}. */
final class ExtensionDependencyKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT pg_catalog.replace(d.classid::pg_catalog.regclass::pg_catalog.text, 'pg_catalog.', ''), d.objid, e.extname,"
                        + " i.type || ' ' || i.identity FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e"
                        + " ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.oid = d.refobjid,"
                        + " pg_identify_object(d.classid, d.objid, 0) i WHERE d.deptype = 'x' AND NOT EXISTS (SELECT FROM"
                        + " pg_catalog.pg_depend m WHERE m.classid = d.classid AND m.objid = d.objid AND m.deptype = 'e')"
                        + " ORDER BY e.extname COLLATE \"C\"");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address(row.text(0), row.number(1));
            Drafts.Target target = into.targetOf(address);
            Draft owner = target == null ? null : into.get(target.owner());
            // There are no words for an aggregate.
            if (target == null || owner == null || owner.kind.equals("aggregate")) {
                into.skip(
                        "dependency of " + row.text(3) + " on extension " + Sql.quote(row.text(2)),
                        "no entry creates the object in a way that it could be added to");
            } else {
                owner.also("ALTER " + target.sql() + " DEPENDS ON EXTENSION " + Sql.quote(row.text(2)));
            }
        }
    }
}
