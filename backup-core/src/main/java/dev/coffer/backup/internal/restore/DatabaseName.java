package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.Sql;

/** Puts the name of one database in place of another's, where a statement is about the database. */
final class DatabaseName {
    private static final String KEYWORD = "DATABASE ";

    private DatabaseName() {}

    /** Returns the statement about {@code to} where it was one about {@code from}; other text, names in quotes too, stays. */
    static String replace(String statement, String from, String to) {
        String named = KEYWORD + Sql.quote(from);
        boolean quoted = false;
        for (int i = 0; i < statement.length(); i++) {
            char c = statement.charAt(i);
            if (c == '\'' && !quoted) {
                return statement;
            }
            if (!quoted && statement.startsWith(named, i) && !statement.startsWith("\"", i + named.length())) {
                return statement.substring(0, i) + KEYWORD + Sql.quote(to) + statement.substring(i + named.length());
            }
            if (c == '"') {
                quoted = !quoted;
            }
        }
        return statement;
    }
}
