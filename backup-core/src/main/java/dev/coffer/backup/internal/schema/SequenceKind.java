package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.List;

/** Sequences but those of identity columns, which come with their tables; and who owns them. */
final class SequenceKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_class", "pg_sequence", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT c.oid, n.nspname, c.relname, " + CatalogSql.identity("n.nspname", "c.relname")
                + ", format_type(s.seqtypid, NULL), c.relpersistence, tn.nspname, t.relname, a.attname, t.oid, "
                + SequenceOptions.COLUMNS
                + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                + " JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid"
                + " LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid"
                + " AND d.objsubid = 0 AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0"
                + " AND d.deptype IN ('a', 'i')"
                + " LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid"
                + " LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace"
                + " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
                + " WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND d.deptype IS DISTINCT FROM 'i' AND "
                + CatalogSql.USER_SCHEMA + " AND " + CatalogSql.standsAlone("pg_class", "c.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_class", row.number(0));
            String name = Sql.quote(row.text(1), row.text(2));
            into.add(new Draft(address, "sequence", row.text(1), row.text(3))
                    .statement("CREATE " + (row.text(5).equals("u") ? "UNLOGGED " : "") + "SEQUENCE " + name + " AS "
                            + row.text(4) + " " + SequenceOptions.of(row, 10).sql(null))
                    .drop("DROP SEQUENCE " + name));
            into.target(address, "SEQUENCE " + name, address);
            if (row.textOrNull(7) != null) {
                TableName table = new TableName(row.text(6), row.text(7));
                // A sequence has no column 1 of its own, so this address is free.
                into.add(
                        new Draft(new Address("pg_class", row.number(0), 1), "sequence owner", row.text(1), row.text(3))
                                .statement("ALTER SEQUENCE " + name + " OWNED BY " + Sql.quote(table) + "."
                                        + Sql.quote(row.text(8)))
                                .table(table)
                                .needs(address)
                                .needs(new Address("pg_class", row.number(9))));
            }
        }
    }
}
