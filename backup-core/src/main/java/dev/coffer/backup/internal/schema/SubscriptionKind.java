package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions, disconnected: a restored one does nothing until somebody enables it. Its connection string is kept without what may
 * be a secret (F38), and only a role that may read it keeps it at all.
 */
final class SubscriptionKind implements ObjectKind {
    @Override
    public List<String> catalogs() {
        // The whole of pg_subscription is closed to ordinary roles.
        return List.of();
    }

    @Override
    public List<String> queries(int serverVersion) {
        return List.of("SELECT s.oid, s.subname, quote_ident(s.subname), s.subslotname, s.subsynccommit,"
                + " (SELECT string_agg(quote_ident(p), ', ' ORDER BY k) FROM unnest(s.subpublications) WITH ORDINALITY u(p, k)),"
                + " s.subbinary, s.substream, "
                + (serverVersion >= 150000 ? "s.subtwophasestate <> 'd', s.subdisableonerr, " : "false, false, ")
                + (serverVersion >= 160000
                        ? "s.subpasswordrequired, s.subrunasowner, nullif(s.suborigin, 'any'), "
                        : "true, false, NULL, ")
                + (serverVersion >= 170000 ? "s.subfailover, " : "false, ")
                + "has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT'),"
                // The column may not be named by a role without the privilege, so a function runs what names it.
                + " CASE WHEN has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT') THEN"
                + " (SELECT t.word FROM ts_stat(format('SELECT array_to_tsvector(ARRAY[subconninfo])"
                + " FROM pg_catalog.pg_subscription WHERE oid = %s AND octet_length(subconninfo) BETWEEN 1 AND 2000', s.oid)) t) END"
                + " FROM pg_catalog.pg_subscription s WHERE s.subdbid ="
                + " (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())");
    }

    @Override
    public void read(List<List<ResultRow>> results, Drafts into) {
        for (ResultRow row : results.get(0)) {
            Address address = new Address("pg_subscription", row.number(0));
            String target = "SUBSCRIPTION " + Sql.quote(row.text(1));
            Draft draft = new Draft(address, "subscription", null, row.text(2));
            String connection = "";
            if (row.flag(14)) {
                ConnectionString kept = ConnectionString.withoutSecrets(row.textOrNull(15) == null ? "" : row.text(15));
                connection = kept.text();
                if (!kept.complete()) {
                    into.skip(
                            "part of the connection string of " + draft.id(),
                            "it may be a secret, which a backup does not hold");
                }
            } else {
                into.skip("connection string of " + draft.id(), "the role may not read it");
            }
            into.add(
                    draft.statement("CREATE " + target + " CONNECTION " + Sql.literal(connection) + "\n    PUBLICATION "
                                    + row.text(5) + "\n    WITH (" + String.join(", ", options(row)) + ")")
                            .postData()
                            // With a slot DROP would call the other server.
                            .drop("ALTER " + target + " SET (slot_name = NONE);\nDROP " + target));
            into.target(address, target, address);
        }
    }

    private static List<String> options(ResultRow row) {
        List<String> options = new ArrayList<>();
        options.add("connect = false");
        @Nullable String slot = row.textOrNull(3);
        options.add("slot_name = " + (slot == null ? "NONE" : Sql.literal(slot)));
        add(options, row.flag(6), "binary = true");
        String stream = row.text(7);
        // Since 18 a server that is told nothing streams in parallel.
        options.add("streaming = " + (stream.equals("f") ? "off" : stream.equals("p") ? "parallel" : "on"));
        add(options, row.flag(8), "two_phase = on");
        add(options, row.flag(9), "disable_on_error = true");
        add(options, !row.flag(10), "password_required = false");
        add(options, row.flag(11), "run_as_owner = true");
        add(options, row.textOrNull(12) != null, "origin = " + row.textOrNull(12));
        add(options, row.flag(13), "failover = true");
        add(options, !row.text(4).equals("off"), "synchronous_commit = " + Sql.literal(row.text(4)));
        return options;
    }

    private static void add(List<String> options, boolean wanted, String option) {
        if (wanted) {
            options.add(option);
        }
    }
}
