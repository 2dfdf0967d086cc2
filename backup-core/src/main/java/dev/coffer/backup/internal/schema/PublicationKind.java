package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.List;

/** Publications; each table and each schema in one is an entry of its own, as on the server. */
final class PublicationKind implements ObjectKind {
    private static final int ROWS_COLUMNS_SCHEMAS = 150000;
    private static final String USERS =
            CatalogSql.standsAlone("pg_publication", "p.oid") + " ORDER BY p.pubname COLLATE \"C\"";

    @Override
    public List<String> catalogs() {
        return List.of("pg_publication", "pg_publication_rel", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        List<String> queries = new ArrayList<>();
        queries.add("SELECT p.oid, p.pubname, quote_ident(p.pubname), p.puballtables, concat_ws(', ',"
                + " CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,"
                + " CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END), p.pubviaroot,"
                + " CASE to_jsonb(p) ->> 'pubgencols' WHEN 's' THEN 'stored' END"
                + " FROM pg_catalog.pg_publication p WHERE " + USERS);
        boolean rich = serverVersion >= ROWS_COLUMNS_SCHEMAS;
        String columns = "(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY u.place) FROM unnest(r.prattrs)"
                + " WITH ORDINALITY u(attnum, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum)";
        queries.add("SELECT r.oid, p.oid, p.pubname, quote_ident(p.pubname), n.nspname, c.relname, "
                + CatalogSql.identity("n.nspname", "c.relname") + ", c.oid, "
                + (rich ? columns + ", pg_get_expr(r.prqual, r.prrelid)" : "NULL, NULL")
                + " FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid"
                + " JOIN pg_catalog.pg_class c ON c.oid = r.prrelid"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE " + USERS);
        queries.add(
                rich
                        ? "SELECT r.oid, p.oid, p.pubname, quote_ident(p.pubname), n.nspname, quote_ident(n.nspname), n.oid"
                                + " FROM pg_catalog.pg_publication_namespace r"
                                + " JOIN pg_catalog.pg_publication p ON p.oid = r.pnpubid"
                                + " JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid WHERE " + USERS
                        : "SELECT NULL WHERE false");
        return queries;
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_publication", row.number(0));
            String target = "PUBLICATION " + Sql.quote(row.text(1));
            String generated = row.textOrNull(6) == null ? "" : ", publish_generated_columns = " + row.text(6);
            String root = row.flag(5) ? ", publish_via_partition_root = true" : "";
            into.add(new Draft(address, "publication", null, row.text(2))
                    .statement("CREATE " + target + (row.flag(3) ? " FOR ALL TABLES" : "") + " WITH (publish = "
                            + Sql.literal(row.text(4)) + root + generated + ")")
                    .postData()
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
        for (ResultRow row : results.get(1)) {
            TableName table = new TableName(row.text(4), row.text(5));
            String target = "ALTER PUBLICATION " + Sql.quote(row.text(2));
            String columns = row.textOrNull(8) == null ? "" : " (" + row.text(8) + ")";
            String condition = row.textOrNull(9) == null ? "" : " WHERE (" + row.text(9) + ")";
            into.add(new Draft(
                            new Address("pg_publication_rel", row.number(0)),
                            "publication table",
                            table.schema(),
                            row.text(3) + " " + row.text(6))
                    .statement(target + " ADD TABLE ONLY " + Sql.quote(table) + columns + condition)
                    .postData()
                    .table(table)
                    .needs(new Address("pg_publication", row.number(1)))
                    .needs(new Address("pg_class", row.number(7)))
                    .drop(target + " DROP TABLE ONLY " + Sql.quote(table)));
        }
        for (ResultRow row : results.get(2)) {
            String target = "ALTER PUBLICATION " + Sql.quote(row.text(2));
            String schema = " TABLES IN SCHEMA " + Sql.quote(row.text(4));
            into.add(new Draft(
                            new Address("pg_publication_namespace", row.number(0)),
                            "publication schema",
                            row.text(4),
                            row.text(3) + " " + row.text(5))
                    .statement(target + " ADD" + schema)
                    .postData()
                    .needs(new Address("pg_publication", row.number(1)))
                    .needs(new Address("pg_namespace", row.number(6)))
                    .drop(target + " DROP" + schema));
        }
    }
}
