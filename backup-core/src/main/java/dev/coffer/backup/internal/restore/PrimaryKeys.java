package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The primary keys of a target, each column with the operator by which its index holds two values for equal. */
final class PrimaryKeys {
    private static final String KEYS = "SELECT n.nspname, c.relname, a.attname, pn.nspname, p.oprname"
            + " FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[]) WITH ORDINALITY k(attnum, class, place)"
            + " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum"
            + " JOIN pg_catalog.pg_opclass o ON o.oid = k.class"
            + " JOIN pg_catalog.pg_amop m ON m.amopfamily = o.opcfamily AND m.amoplefttype = o.opcintype"
            + " AND m.amoprighttype = o.opcintype AND m.amopstrategy = 3"
            + " JOIN pg_catalog.pg_operator p ON p.oid = m.amopopr"
            + " JOIN pg_catalog.pg_namespace pn ON pn.oid = p.oprnamespace"
            + " WHERE i.indisprimary AND i.indisvalid AND k.place <= i.indnkeyatts ORDER BY i.indexrelid, k.place";

    private PrimaryKeys() {}

    /** A column of a key. */
    record Part(String column, String operator) {
        /** That two rows have the same value in it. */
        String equal(String one, String other) {
            return one + "." + Sql.quote(column) + " " + operator + " " + other + "." + Sql.quote(column);
        }
    }

    static Map<TableName, List<Part>> read(Session session) {
        Map<TableName, List<Part>> keys = new HashMap<>();
        try {
            for (@Nullable String[] row : session.query(KEYS).get(0)) {
                keys.computeIfAbsent(new TableName(text(row, 0), text(row, 1)), table -> new ArrayList<>())
                        .add(new Part(text(row, 2), "OPERATOR(" + Sql.quote(text(row, 3)) + "." + text(row, 4) + ")"));
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking for primary keys");
        }
        return keys;
    }

    private static String text(@Nullable String[] row, int column) {
        return requireNonNull(row[column]);
    }
}
