package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives the planner its statistics, parents of partitions included, since autovacuum never does these (P15). What was
 * restored is committed by then, so a failure is a warning.
 */
final class Analyze {
    private static final int TOGETHER = 100;
    private static final int MESSAGE_CHARS = 1 << 18;

    private static final String ROOTS = "SELECT n.nspname, c.relname, rn.nspname, r.relname"
            + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " JOIN pg_catalog.pg_class r ON r.oid = pg_catalog.pg_partition_root(c.oid)"
            + " JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace"
            + " WHERE c.relispartition AND c.relkind = 'r'";

    private final Session session;
    private final List<String> warnings;

    Analyze(Session session, List<String> warnings) {
        this.session = session;
        this.warnings = warnings;
    }

    void run(List<TableName> tables, List<SchemaEntry> created) {
        try {
            List<String> all = new ArrayList<>(withRoots(tables));
            created.stream()
                    .filter(entry -> entry.kind().equals("materialized view"))
                    .forEach(entry -> all.add(entry.identity()));
            // Each transaction locks its tables until it ends; one message may hold several.
            StringBuilder message = new StringBuilder();
            for (int from = 0; from < all.size(); from += TOGETHER) {
                message.append(Transactions.beginSql(session))
                        .append(";\nANALYZE ")
                        .append(String.join(", ", all.subList(from, Math.min(all.size(), from + TOGETHER))))
                        .append(";\nCOMMIT;\n");
                if (message.length() > MESSAGE_CHARS) {
                    session.execute(message.toString());
                    message.setLength(0);
                }
            }
            if (!message.isEmpty()) {
                session.execute(message.toString());
            }
        } catch (SQLException e) {
            warnings.add(warning(e));
        } catch (BackupException e) {
            warnings.add("the restore is complete, but ANALYZE was not finished: "
                    + e.problem().what());
        }
    }

    static String warning(SQLException e) {
        return "the restore is complete, but "
                + SqlErrors.problem(e, "ANALYZE failed").what();
    }

    /** ANALYZE of a root goes down to every partition: naming these as well would do the work twice. */
    private Set<String> withRoots(List<TableName> tables) throws SQLException {
        Set<String> partitions = new LinkedHashSet<>();
        Set<String> roots = new LinkedHashSet<>();
        Set<String> names = tables.stream().map(Sql::quote).collect(Collectors.toCollection(LinkedHashSet::new));
        for (@Nullable String[] row : session.query(ROOTS).get(0)) {
            String leaf = Sql.quote(new TableName(text(row, 0), text(row, 1)));
            if (names.contains(leaf)) {
                partitions.add(leaf);
                roots.add(Sql.quote(new TableName(text(row, 2), text(row, 3))));
            }
        }
        names.removeAll(partitions);
        names.addAll(roots);
        return names;
    }

    private static String text(@Nullable String[] row, int column) {
        return Objects.requireNonNull(row[column]);
    }
}
