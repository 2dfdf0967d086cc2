package dev.coffer.backup.internal.schema;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Extensions; what belongs to one comes with it. The version is recorded in a comment only: the target installs its own default
 * (P25).
 */
final class ExtensionKind implements ObjectKind {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]+");

    @Override
    public List<String> catalogs() {
        return List.of("pg_extension", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        // plpgsql has an OID of the server's own where it is still the one of every new database.
        return List.of("SELECT x.oid, x.extname, quote_ident(x.extname), x.extversion,"
                + " CASE WHEN " + CatalogSql.standsAlone("pg_namespace", "n.oid") + " THEN n.nspname END, n.oid"
                + " FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace"
                + " WHERE x.oid >= 16384");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_extension", row.number(0));
            String name = Sql.quote(row.text(1));
            String schema = row.textOrNull(4);
            String version = HARMLESS.matcher(row.text(3)).matches() ? " /* version " + row.text(3) + " */" : "";
            into.add(new Draft(address, "extension", null, row.text(2))
                    .statement("CREATE EXTENSION IF NOT EXISTS " + name
                            + (schema == null ? "" : " WITH SCHEMA " + Sql.quote(schema)) + version)
                    .needs(new Address("pg_namespace", row.number(5)))
                    .drop("DROP EXTENSION " + name));
            into.target(address, "EXTENSION " + name, address);
        }
    }
}
