package dev.coffer.backup.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** What the server itself says of its rows, to compare two databases by. */
public final class ServerRows {
    private ServerRows() {}

    /**
     * Each table by its quoted name, with the number of its rows and a hash of their text.
     *
     * @param connection whose settings are changed
     */
    public static Map<String, String> of(Connection connection) throws SQLException {
        Map<String, String> tables = new TreeMap<>();
        try (Statement list = connection.createStatement();
                Statement each = connection.createStatement();
                ResultSet found = list.executeQuery("SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)"
                        + " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'")) {
            each.execute("SET lc_monetary = 'C'; SET extra_float_digits = 3; SET TimeZone = 'UTC'");
            while (found.next()) {
                tables.put(found.getString(1), summary(each, found.getString(1)));
            }
        }
        return tables;
    }

    private static String summary(Statement statement, String table) throws SQLException {
        String rows = "pg_catalog.string_agg(t::pg_catalog.text, E'\\n' ORDER BY t::pg_catalog.text COLLATE \"C\")";
        try (ResultSet row = statement.executeQuery("SELECT pg_catalog.count(*) || ' ' || coalesce(pg_catalog.md5("
                + rows + "), '') FROM ONLY " + table + " AS t")) {
            row.next();
            return row.getString(1);
        }
    }
}
