package dev.coffer.backup.testkit.internal.diff;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.fixture.internal.schema.TargetColumn;
import dev.coffer.backup.fixture.internal.schema.TargetTable;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.fixture.FixtureRow;
import dev.coffer.backup.testkit.internal.fixture.FixtureTable;
import dev.coffer.backup.testkit.internal.fixture.JsonText;
import dev.coffer.backup.testkit.internal.fixture.Value;
import dev.coffer.backup.testkit.internal.target.LoadTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of a database as text, and rows that a test expects there as the server would print them. */
public final class RowReader {
    private static final String BEGIN = """
            BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL DateStyle = 'ISO, YMD';
            SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 3;
            SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL row_security = off;
            """;

    private RowReader() {}

    /**
     * Every row, with these columns.
     *
     * @param asWritten whether json counts with its white space
     */
    public static Rows found(
            DatabaseSession session, TargetTable table, List<TargetColumn> columns, boolean asWritten) {
        String list = columns.stream().map(column -> printed("t", column)).collect(Collectors.joining(", "));
        List<@Nullable String[]> rows = query(
                session,
                "SELECT " + list + " FROM " + Sql.quote(table.name()) + " t" + order(table),
                "reading the rows");
        return rows(table, columns, rows);
    }

    /** How many rows there are. */
    public static long count(DatabaseSession session, TargetTable table) {
        return Long.parseLong(requireNonNull(
                query(session, "SELECT pg_catalog.count(*) FROM " + Sql.quote(table.name()), "counting the rows")
                        .get(0)[0]));
    }

    private static String order(TargetTable table) {
        return table.key().isEmpty() ? "" : " ORDER BY " + Sql.list(table.key());
    }

    /** json is compared by what it means, not by its white space. */
    private static String printed(String alias, TargetColumn column) {
        return alias + "." + Sql.quote(column.name()) + (column.base().equals("json") ? "::pg_catalog.jsonb" : "");
    }

    private static Rows rows(TargetTable table, List<TargetColumn> columns, List<@Nullable String[]> found) {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (@Nullable String[] values : found) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i).name(), values[i]);
            }
            rows.add(row);
        }
        return new Rows(table.key(), rows);
    }

    private static List<@Nullable String[]> query(DatabaseSession session, String sql, String doing) {
        try {
            return session.query(BEGIN + sql + ";\nCOMMIT").get(0);
        } catch (SQLException e) {
            rollBack(session);
            throw session.translate(e, doing);
        }
    }

    private static void rollBack(DatabaseSession session) {
        try {
            session.executeUninterruptibly("ROLLBACK");
        } catch (SQLException e) {
            throw session.translate(e, "rolling back");
        }
    }

    /** The rows of a file as the server prints them once it has read their values as those of the table's columns. */
    public static Rows expected(DatabaseSession session, LoadTable wanted) {
        FixtureTable file = wanted.fixture();
        List<TargetColumn> columns = wanted.columns();
        if (file.rows().isEmpty() || columns.isEmpty()) {
            return new Rows(List.of(), List.of());
        }
        List<String> records = new ArrayList<>();
        for (FixtureRow row : file.rows()) {
            records.add("(" + records.size() + ", " + Sql.literal(json(row, columns)) + "::pg_catalog.json)");
        }
        String list = columns.stream().map(column -> printed("r", column)).collect(Collectors.joining(", "));
        List<@Nullable String[]> read;
        try {
            read = session.query(BEGIN + "SELECT " + list + " FROM (VALUES " + String.join(",\n", records)
                            + ") v (place, record), LATERAL pg_catalog.json_populate_record(NULL::"
                            + Sql.quote(wanted.target().name()) + ", v.record) r ORDER BY v.place;\nCOMMIT")
                    .get(0);
        } catch (SQLException e) {
            rollBack(session);
            throw file.problem(ErrorCode.DATA_REFUSED, "a value is not of the type of its column")
                    .table(wanted.target().name())
                    .hint("write each value as PostgreSQL reads its column's type")
                    .exception(session.sanitized(e));
        }
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (int c = 0; c < columns.size(); c++) {
                String name = columns.get(c).name();
                if (file.rows().get(i).values().containsKey(name)) {
                    row.put(name, read.get(i)[c]);
                }
            }
            rows.add(row);
        }
        return new Rows(List.of(), rows);
    }

    private static String json(FixtureRow row, List<TargetColumn> columns) {
        List<String> members = new ArrayList<>();
        for (TargetColumn column : columns) {
            Value value = row.values().get(column.name());
            if (value != null && !value.isNull()) {
                members.add(JsonText.quote(column.name()) + ":" + json(column, value));
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String json(TargetColumn column, Value value) {
        if (column.json()) {
            return value.required();
        }
        return JsonText.quote(
                value.kind() == Value.Kind.ARRAY
                        ? requireNonNull(JsonText.arrayLiteral(value.required()))
                        : value.required());
    }
}
