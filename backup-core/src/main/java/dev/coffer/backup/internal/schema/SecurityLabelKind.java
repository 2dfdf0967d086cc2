package dev.coffer.backup.internal.schema;

import java.util.List;

/**
 * Security labels on everything that the kinds before it have found. A label means something to its provider alone, so that one comes
 * back only where the target has that provider (P25).
 */
final class SecurityLabelKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_seclabel");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT pg_catalog.replace(l.classoid::pg_catalog.regclass::pg_catalog.text, 'pg_catalog.', ''), l.objoid, l.objsubid, l.provider, l.label FROM pg_catalog.pg_seclabel l"
                        + " ORDER BY l.provider COLLATE \"C\", l.classoid, l.objoid, l.objsubid");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        long place = 0;
        for (ResultRow row : results.get(0)) {
            Address address = new Address(row.text(0), row.number(1), row.integer(2));
            String provider = Sql.quote(row.text(3));
            Drafts.Target target = into.targetOf(address);
            Draft owner = target == null ? null : into.get(target.owner());
            if (target == null || owner == null) {
                unnamed(address, provider, into);
                continue;
            }
            Draft draft = new Draft(
                            new Address("security label", ++place),
                            "security label",
                            owner.schema,
                            provider + " ON " + target.sql())
                    .statement("SECURITY LABEL FOR " + provider + " ON " + target.sql() + " IS "
                            + Sql.literal(row.text(4)))
                    .needs(target.owner())
                    .postData();
            if (owner.table() != null) {
                draft.table(owner.table());
            }
            into.add(draft);
        }
    }

    private static void unnamed(Address address, String provider, Drafts into) {
        String of = address.catalog().equals("pg_largeobject")
                ? "large object " + address.oid()
                : "an object of " + address.catalog();
        into.skip("security label of " + provider + " on " + of, "it is on an object that is no entry of the schema");
    }
}
