package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Text search configurations with their mappings. */
final class TextSearchConfigurationKind implements ObjectKind {
    private static final String CONFIGURATIONS = " FROM pg_catalog.pg_ts_config c"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace AND " + CatalogSql.USER_SCHEMA + " AND "
            + CatalogSql.standsAlone("pg_ts_config", "c.oid");

    @Override
    public List<String> catalogs() {
        return List.of("pg_ts_config", "pg_ts_config_map", "pg_depend");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT c.oid, n.nspname, c.cfgname, " + CatalogSql.identity("n.nspname", "c.cfgname") + ", "
                        + CatalogSql.identity("pn.nspname", "p.prsname") + CONFIGURATIONS
                        + " JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser"
                        + " JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace",
                "SELECT c.oid, quote_ident(t.alias), string_agg(m.mapdict::pg_catalog.regdictionary::pg_catalog.text, ', ' ORDER BY m.mapseqno)"
                        + CONFIGURATIONS + " JOIN pg_catalog.pg_ts_config_map m ON m.mapcfg = c.oid"
                        + " JOIN LATERAL ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype"
                        + " GROUP BY c.oid, m.maptokentype, t.alias ORDER BY c.oid, m.maptokentype");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        Map<Long, List<String>> mappings = new HashMap<>();
        for (ResultRow row : results.get(1)) {
            mappings.computeIfAbsent(row.number(0), oid -> new ArrayList<>())
                    .add(" ADD MAPPING FOR " + row.text(1) + " WITH " + row.text(2));
        }
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_ts_config", row.number(0));
            String target = "TEXT SEARCH CONFIGURATION " + Sql.quote(row.text(1), row.text(2));
            List<String> statements = new ArrayList<>();
            statements.add("CREATE " + target + " (PARSER = " + row.text(4) + ")");
            mappings.getOrDefault(row.number(0), List.of())
                    .forEach(mapping -> statements.add("ALTER " + target + mapping));
            into.add(new Draft(address, "text search configuration", row.text(1), row.text(3))
                    .statements(statements)
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}
