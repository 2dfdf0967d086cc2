package dev.coffer.backup.internal.schema;

import java.util.List;
import java.util.stream.Collectors;

/** What the database holds and no other kind reads: named, never passed over in silence. */
final class LeftOverKind implements ObjectKind {
    private static final List<String> WHOLE_CATALOGS = List.of(
            "pg_am",
            "pg_conversion",
            "pg_foreign_data_wrapper",
            "pg_foreign_server",
            "pg_language",
            "pg_opclass",
            "pg_opfamily",
            "pg_publication",
            "pg_transform",
            "pg_ts_config",
            "pg_ts_dict",
            "pg_ts_parser",
            "pg_ts_template");

    @Override
    public List<String> catalogs() {
        return List.of();
    }

    @Override
    public List<String> queries(int serverVersion) {
        String objects = WHOLE_CATALOGS.stream()
                .map(catalog -> all(catalog, "c.oid >= 16384"))
                .collect(Collectors.joining(" UNION ALL "));
        return List.of("SELECT DISTINCT i.type, i.identity FROM (" + objects
                // The catalog itself is closed to ordinary roles, this view of it is not.
                + " UNION ALL SELECT 'pg_catalog.pg_user_mapping'::regclass::oid, m.umid FROM pg_catalog.pg_user_mappings m"
                + " UNION ALL "
                + all("pg_class", "c.relkind = 'f'")
                + " UNION ALL "
                + all("pg_type", "(c.typtype = 'b' AND c.typcategory <> 'A' OR c.typtype = 'p') AND c.oid >= 16384")
                + " UNION ALL "
                + all(
                        "pg_subscription",
                        "c.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())")
                // The catalog itself is closed to ordinary roles.
                + " UNION ALL SELECT 'pg_catalog.pg_user_mapping'::regclass::oid, c.umid FROM pg_catalog.pg_user_mappings c"
                + ") o(class, oid), pg_identify_object(o.class, o.oid, 0) i WHERE i.identity IS NOT NULL");
    }

    private static String all(String catalog, String which) {
        return "SELECT 'pg_catalog." + catalog + "'::regclass::oid, c.oid FROM pg_catalog." + catalog + " c WHERE "
                + which + " AND " + CatalogSql.standsAlone(catalog, "c.oid");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            into.skip(
                    row.text(0) + " " + row.text(1), "this version of the library does not create objects of its kind");
        }
    }
}
