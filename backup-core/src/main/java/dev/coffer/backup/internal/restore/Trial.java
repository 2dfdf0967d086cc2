package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only the server knows, tried in transactions that are rolled back: whether it has the library and the symbol of a function in C
 * and the provider of a security label, and whether it lets this role create an extension that as a rule only a superuser may.
 */
final class Trial {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);
    private static final String DENIED = "42501";
    private static final String NO_PROVIDER = "22023";
    private static final String DOING = "trying what the target has";

    private final Session session;
    private final Map<String, String> refused = new HashMap<>();

    private Trial(Session session) {
        this.session = session;
    }

    /** Why some entries cannot be created, by their ids. */
    static Map<String, String> of(
            Session session, List<SchemaEntry> entries, TargetState target, TargetFacts facts, Extensions extensions) {
        Trial trial = new Trial(session);
        if (facts.superuser()) {
            trial.binaries(entries);
        } else {
            trial.extensions(entries, target, extensions);
        }
        trial.labels(entries);
        return trial.refused;
    }

    /** The server looks for the symbol when a function is created, whatever its arguments are. */
    private void binaries(List<SchemaEntry> entries) {
        Map<String, List<SchemaEntry>> bodies = new LinkedHashMap<>();
        for (SchemaEntry entry : entries) {
            if (!entry.kind().equals("function") && !entry.kind().equals("procedure")) {
                continue;
            }
            for (String statement : entry.statements()) {
                boolean maybe = statement.contains("LANGUAGE c") || statement.contains("LANGUAGE internal");
                RoutineHead head = maybe ? RoutineHead.of(statement) : null;
                if (head != null && head.binary() && !head.body().isEmpty()) {
                    bodies.computeIfAbsent(head.language() + " AS " + head.body(), body -> new ArrayList<>())
                            .add(entry);
                }
            }
        }
        tryTogether(List.copyOf(bodies.entrySet()));
    }

    private void tryTogether(List<Map.Entry<String, List<SchemaEntry>>> bodies) {
        if (bodies.isEmpty()) {
            return;
        }
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            statements.add("CREATE FUNCTION pg_temp.coffer_trial_" + i + "() RETURNS void LANGUAGE "
                    + bodies.get(i).getKey());
        }
        SQLException no = refusal(statements);
        if (no == null) {
            return;
        }
        if (bodies.size() == 1) {
            String why = "the target server cannot run it: "
                    + Objects.toString(SqlErrors.sanitized(no).getMessage());
            bodies.get(0).getValue().forEach(entry -> refused.put(entry.id(), why));
            return;
        }
        int half = bodies.size() / 2;
        tryTogether(bodies.subList(0, half));
        tryTogether(bodies.subList(half, bodies.size()));
    }

    private void extensions(List<SchemaEntry> entries, TargetState target, Extensions extensions) {
        String schema = target.schemas().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        for (SchemaEntry entry : entries) {
            if (!entry.kind().equals("extension") || extensions.installed(entry) || !extensions.forSuperusers(entry)) {
                continue;
            }
            SQLException no = schema == null
                    ? null
                    : refusal(List.of("CREATE EXTENSION " + Sql.quote(Extensions.name(entry)) + " WITH SCHEMA "
                            + Sql.quote(schema)));
            if (schema == null || (no != null && DENIED.equals(no.getSQLState()))) {
                refused.put(entry.id(), "the role " + target.role() + " may not create it");
            }
        }
    }

    /** No catalogue lists label providers, but the server looks for one before it looks for the object. */
    private void labels(List<SchemaEntry> entries) {
        Map<String, List<SchemaEntry>> providers = new LinkedHashMap<>();
        for (SchemaEntry entry : entries) {
            if (entry.kind().equals("security label")) {
                int end = entry.identity().indexOf("\" ON ") + 1;
                providers
                        .computeIfAbsent(entry.identity().substring(0, end), provider -> new ArrayList<>())
                        .add(entry);
            }
        }
        providers.forEach((provider, labels) -> {
            SQLException no =
                    refusal(List.of("SECURITY LABEL FOR " + provider + " ON TABLE pg_temp.coffer_trial IS NULL"));
            if (no != null && NO_PROVIDER.equals(no.getSQLState())) {
                labels.forEach(label ->
                        refused.put(label.id(), "the target server does not have the label provider " + provider));
            }
        });
    }

    private @Nullable SQLException refusal(List<String> statements) {
        try {
            session.execute(Transactions.beginSql(session));
            try {
                session.execute(String.join(";\n", statements));
                return null;
            } catch (SQLException e) {
                if (Refusals.endTheRun(e)) {
                    throw e;
                }
                LOG.debug("trial.refused statements={} sqlstate={}", statements.size(), e.getSQLState());
                return e;
            } finally {
                session.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, DOING);
        }
    }
}
