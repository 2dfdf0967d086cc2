package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;

/** Event triggers, last of all so that none fires for what the restore itself does. */
final class EventTriggerKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        return List.of("pg_event_trigger");
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of(
                "SELECT t.oid, t.evtname, quote_ident(t.evtname), t.evtevent, t.evtfoid::pg_catalog.regproc, t.evtenabled,"
                        + " (SELECT string_agg(quote_literal(g), ', ' ORDER BY k) FROM unnest(t.evttags) WITH ORDINALITY u(g, k))"
                        + " FROM pg_catalog.pg_event_trigger t WHERE "
                        + CatalogSql.standsAlone("pg_event_trigger", "t.oid"));
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_event_trigger", row.number(0));
            String target = "EVENT TRIGGER " + Sql.quote(row.text(1));
            List<String> statements = new ArrayList<>();
            statements.add("CREATE " + target + " ON " + row.text(3)
                    + (row.textOrNull(6) == null ? "" : "\n    WHEN TAG IN (" + row.text(6) + ")")
                    + "\n    EXECUTE FUNCTION " + row.text(4) + "()");
            if (!row.text(5).equals("O")) {
                statements.add("ALTER " + target + " " + FiringState.words(row.text(5)));
            }
            into.add(new Draft(address, "event trigger", null, row.text(2))
                    .statements(statements)
                    .postData()
                    .drop("DROP " + target));
            into.target(address, target, address);
        }
    }
}
