package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What ALTER DATABASE and ALTER ROLE … IN DATABASE have set, and the comment and connection limit of the database. The statements name
 * the database by the name that it had; whoever runs them puts that of the target in its place.
 */
final class DatabaseSettings {
    static final String PROPERTIES =
            "SELECT d.datname, d.datconnlimit, pg_catalog.shobj_description(d.oid, 'pg_database')"
                    + " FROM pg_catalog.pg_database d WHERE d.datname = current_database()";
    static final String SETTINGS =
            "SELECT d.datname, CASE WHEN s.setrole <> 0 THEN pg_get_userbyid(s.setrole) END, u.setting"
                    + " FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase,"
                    + " unnest(s.setconfig) WITH ORDINALITY u(setting, place) WHERE d.datname = current_database()"
                    + " ORDER BY 2 NULLS FIRST, u.place";

    /** Settings whose value is a list of names, kept by the server with its quotes. */
    private static final Set<String> LISTS = Set.of(
            "search_path",
            "temp_tablespaces",
            "local_preload_libraries",
            "session_preload_libraries",
            "shared_preload_libraries",
            "unix_socket_directories");

    private DatabaseSettings() {}

    static List<SchemaEntry> read(List<ResultRow> properties, List<ResultRow> settings) {
        List<SchemaEntry> entries = new ArrayList<>();
        ResultRow database = properties.get(0);
        String target = "DATABASE " + Sql.quote(database.text(0));
        if (database.integer(1) != -1) {
            entries.add(entry(
                    target + " CONNECTION LIMIT",
                    "ALTER " + target + " CONNECTION LIMIT " + database.integer(1),
                    null));
        }
        String comment = database.textOrNull(2);
        if (comment != null) {
            entries.add(entry(target + " COMMENT", "COMMENT ON " + target + " IS " + Sql.literal(comment), null));
        }
        for (ResultRow row : settings) {
            String role = row.textOrNull(1);
            String setting = row.text(2);
            int equals = setting.indexOf('=');
            String name = setting.substring(0, equals);
            String who = role == null ? target : "ROLE " + Sql.quote(role) + " IN " + target;
            entries.add(entry(
                    who + " SET " + Sql.quote(name),
                    "ALTER " + who + " SET " + Sql.quote(name) + " TO " + value(name, setting.substring(equals + 1)),
                    role));
        }
        return entries;
    }

    private static SchemaEntry entry(String identity, String statement, @Nullable String role) {
        return new SchemaEntry(
                RightKind.DATABASE_SETTING.toString(),
                null,
                identity,
                Section.POST_DATA,
                List.of(statement),
                List.of(),
                null,
                null,
                role == null ? List.of() : List.of(role));
    }

    static String value(String name, String value) {
        if (!LISTS.contains(name.toLowerCase(Locale.ROOT))) {
            return Sql.literal(value);
        }
        List<String> names = names(value);
        return names.isEmpty() ? "''" : names.stream().map(Sql::literal).collect(Collectors.joining(", "));
    }

    /** As the server reads such a list: names between commas, each in quotes or not. */
    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < list.length() && list.charAt(i + 1) == '"') {
                    name.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
                any = true;
            } else if (!quoted && c == ',') {
                names.add(name.toString());
                name.setLength(0);
                any = true;
            } else if (quoted || !Character.isWhitespace(c)) {
                name.append(c);
                any = true;
            }
        }
        if (any) {
            names.add(name.toString());
        }
        return names;
    }
}
