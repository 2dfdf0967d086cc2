package dev.coffer.backup.internal.schema;

/**
 * The options of what stands for data elsewhere. What may be a password or a key stays on the server: it is not even read, and its
 * name is a skip (F38).
 */
final class ForeignOptions {
    private static final String SECRET =
            "(o.option_name ~* 'pass|pwd|secret|token|credential|private|signature|access_key"
                    + "|(^|_)(api_?)?key$' AND o.option_name <> 'password_required'"
                    + " OR o.option_value ~* '://[^/@[:space:]]*:[^/@[:space:]]*@|(pass|pwd|secret|token)[a-z]*[[:space:]]*=')";

    /** A mapping is where secrets belong, so that only names known to be none are kept. */
    private static final String NOT_KNOWN_AS_HARMLESS =
            "o.option_name NOT IN ('user', 'username', 'user_name'," + " 'password_required', 'sslcert', 'sslkey')";

    private ForeignOptions() {}

    /** Two expressions: the options to keep, as they stand in {@code OPTIONS (…)}, and the names of the others. */
    static String columns(String array) {
        return columns(array, SECRET);
    }

    /** The same for a user mapping. */
    static String columnsOfMapping(String array) {
        return columns(array, NOT_KNOWN_AS_HARMLESS);
    }

    private static String columns(String array, String leftOut) {
        return "(SELECT string_agg(format('%I %L', o.option_name, o.option_value), ', ') FROM pg_options_to_table("
                + array
                + ") o WHERE NOT " + leftOut + "), (SELECT string_agg(quote_ident(o.option_name), ', ') FROM"
                + " pg_options_to_table(" + array + ") o WHERE " + leftOut + ")";
    }

    /**
     * The clause, with a space before it, or nothing.
     *
     * @param first where {@link #columns} begin
     * @param id whose they are
     */
    static String of(ResultRow row, int first, String id, Drafts into) {
        if (row.textOrNull(first + 1) != null) {
            into.skip(
                    "options " + row.text(first + 1) + " of " + id,
                    "they may be secrets, which a backup does not hold");
        }
        return row.textOrNull(first) == null ? "" : " OPTIONS (" + row.text(first) + ")";
    }
}
