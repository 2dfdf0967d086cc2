package dev.coffer.backup.internal.schema;

import java.util.List;

/** Conversions between encodings. */
final class ConversionKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_conversion", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT c.oid, n.nspname, c.conname, " + CatalogSql.identity("n.nspname", "c.conname")
                + ", c.condefault, quote_literal(pg_encoding_to_char(c.conforencoding)),"
                + " quote_literal(pg_encoding_to_char(c.contoencoding)), c.conproc::pg_catalog.regproc"
                + " FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace WHERE "
                + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_conversion", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_conversion", row.number(0));
            String name = "CONVERSION " + Sql.quote(row.text(1), row.text(2));
            into.add(new Draft(address, "conversion", row.text(1), row.text(3))
                    .statement("CREATE " + (row.flag(4) ? "DEFAULT " : "") + name + " FOR " + row.text(5) + " TO "
                            + row.text(6) + " FROM " + row.text(7))
                    .drop("DROP " + name));
            into.target(address, name, address);
        }
    }
}
