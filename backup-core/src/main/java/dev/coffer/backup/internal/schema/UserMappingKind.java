package dev.coffer.backup.internal.schema;

import java.util.List;

/** User mappings of foreign servers: that they exist and for which remote user, never with what password (F38). */
final class UserMappingKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        // pg_user_mapping is closed to ordinary roles.
        return List.of("pg_foreign_server");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT m.umid, m.srvid, m.srvname,"
                + " CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(m.umuser)) END,"
                + " quote_ident(m.srvname), r.rolsuper OR CASE WHEN m.umuser = 0 THEN pg_has_role(s.srvowner, 'USAGE')"
                + " ELSE r.oid = m.umuser AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')) END, "
                + ForeignOptions.columnsOfMapping("m.umoptions")
                + ", CASE WHEN m.umuser <> 0 THEN pg_get_userbyid(m.umuser) END"
                + " FROM pg_catalog.pg_user_mappings m JOIN pg_catalog.pg_foreign_server s ON s.oid = m.srvid"
                + " JOIN pg_catalog.pg_roles r ON r.rolname = current_user WHERE "
                + CatalogSql.standsAlone("pg_user_mapping", "m.umid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            String target = "USER MAPPING FOR " + row.text(3) + " SERVER " + Sql.quote(row.text(2));
            Draft draft = new Draft(
                            new Address("pg_user_mapping", row.number(0)),
                            "user mapping",
                            null,
                            row.text(3) + " on server " + row.text(4))
                    .needs(new Address("pg_foreign_server", row.number(1)))
                    .drop("DROP " + target);
            if (!row.flag(5)) {
                into.skip("options of " + draft.id(), "only its user and the owner of the server may read them");
            }
            if (row.textOrNull(8) != null) {
                draft.role(row.text(8));
            }
            draft.statement("CREATE " + target + ForeignOptions.of(row, 6, draft.id(), into));
            into.add(draft);
        }
    }
}
