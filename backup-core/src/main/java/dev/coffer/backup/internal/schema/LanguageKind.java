package dev.coffer.backup.internal.schema;

import java.util.List;

/** Procedural languages that came with no extension. */
final class LanguageKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_language", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT l.oid, l.lanname, quote_ident(l.lanname), l.lanpltrusted,"
                + " nullif(l.lanplcallfoid, 0)::pg_catalog.regproc, nullif(l.laninline, 0)::pg_catalog.regproc, nullif(l.lanvalidator, 0)::pg_catalog.regproc"
                + " FROM pg_catalog.pg_language l WHERE l.lanispl AND l.oid >= 16384 AND "
                + CatalogSql.standsAlone("pg_language", "l.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_language", row.number(0));
            String target = "LANGUAGE " + Sql.quote(row.text(1));
            String inline = row.textOrNull(5) == null ? "" : " INLINE " + row.text(5);
            String validator = row.textOrNull(6) == null ? "" : " VALIDATOR " + row.text(6);
            into.add(new Draft(address, "language", null, row.text(2))
                    .statement("CREATE " + (row.flag(3) ? "TRUSTED " : "") + target + " HANDLER " + row.text(4) + inline
                            + validator)
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}
