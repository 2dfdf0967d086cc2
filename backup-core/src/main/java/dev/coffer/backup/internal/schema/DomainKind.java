package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Domains with their constraints. */
final class DomainKind implements ObjectKind {
    private static final String DOMAINS = " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n"
            + " ON n.oid = t.typnamespace AND t.typtype = 'd' AND " + CatalogSql.USER_SCHEMA + " AND "
            + CatalogSql.standsAlone("pg_type", "t.oid");

    /** A constraint; since version 17 NOT NULL is one too. */
    private record Constraint(Address address, String name, boolean notNull, String definition, boolean validated) {
        String sql() {
            return "CONSTRAINT " + Sql.quote(name) + " " + definition;
        }
    }

    @Override
    public List<String> catalogs() {
        return List.of("pg_type", "pg_constraint", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT t.oid, n.nspname, t.typname, " + CatalogSql.identity("n.nspname", "t.typname")
                        + ", format_type(t.typbasetype, t.typtypmod), t.typnotnull,"
                        + " coalesce(pg_get_expr(t.typdefaultbin, 'pg_catalog.pg_type'::pg_catalog.regclass), quote_literal(t.typdefault)), "
                        + CatalogSql.collation("t.typcollation", "b.typcollation") + DOMAINS
                        + " JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype",
                "SELECT t.oid, k.oid, k.conname, k.contype, pg_get_constraintdef(k.oid), k.convalidated" + DOMAINS
                        + " JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid ORDER BY k.conname COLLATE \"C\"");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, List<Constraint>> constraints = new HashMap<>();
        for (ResultRow row : results.get(1)) {
            constraints
                    .computeIfAbsent(row.number(0), oid -> new ArrayList<>())
                    .add(new Constraint(
                            new Address("pg_constraint", row.number(1)),
                            row.text(2),
                            row.text(3).equals("n"),
                            row.text(4),
                            row.flag(5)));
        }
        for (ResultRow row : results.get(0)) {
            read(row, constraints.getOrDefault(row.number(0), List.of()), into);
        }
    }

    private static void read(ResultRow row, List<Constraint> constraints, Drafts into) {
        Address address = new Address("pg_type", row.number(0));
        String schema = row.text(1);
        String name = Sql.quote(schema, row.text(2));
        into.add(new Draft(address, "domain", schema, row.text(3))
                .statements(inside -> List.of(create(row, constraints, inside)))
                .drop("DROP DOMAIN " + name));
        into.target(address, "DOMAIN " + name, address);
        for (Constraint constraint : constraints) {
            into.target(
                    constraint.address(),
                    "CONSTRAINT " + Sql.quote(constraint.name()) + " ON DOMAIN " + name,
                    constraint.notNull() ? address : constraint.address());
            if (constraint.notNull()) {
                into.alias(constraint.address(), address);
                continue;
            }
            Draft apart = new Draft(
                            constraint.address(), "domain constraint", schema, row.text(3) + " " + constraint.name())
                    .statement("ALTER DOMAIN " + name + "\n    ADD " + constraint.sql())
                    .needs(address)
                    .drop("ALTER DOMAIN " + name + " DROP CONSTRAINT " + Sql.quote(constraint.name()));
            if (constraint.validated()) {
                into.addInside(address, apart);
            } else {
                into.add(apart.postData());
            }
        }
    }

    private static String create(ResultRow row, List<Constraint> constraints, Set<Address> inside) {
        StringBuilder sql = new StringBuilder("CREATE DOMAIN ")
                .append(Sql.quote(row.text(1), row.text(2)))
                .append(" AS ")
                .append(row.text(4));
        if (row.textOrNull(7) != null) {
            sql.append(" COLLATE ").append(row.text(7));
        }
        if (row.textOrNull(6) != null) {
            sql.append(" DEFAULT ").append(row.text(6));
        }
        boolean named = false;
        for (Constraint constraint : constraints) {
            if (constraint.notNull()) {
                named = true;
                boolean usual = constraint.name().equals(row.text(2) + "_not_null");
                sql.append(usual ? " NOT NULL" : " " + constraint.sql());
            }
        }
        if (row.flag(5) && !named) {
            sql.append(" NOT NULL");
        }
        for (Constraint constraint : constraints) {
            if (inside.contains(constraint.address())) {
                sql.append("\n    ").append(constraint.sql());
            }
        }
        return sql.toString();
    }
}
