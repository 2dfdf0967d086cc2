package dev.coffer.backup.internal.names;

import dev.coffer.backup.internal.schema.Sql;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What a value of one of the types may name whose input function looks the name up. A name is compared as the type's output function
 * prints it with an empty search_path, which is how it stands in a backup.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-oid.html">PostgreSQL: Object identifier types</a>
 */
public enum NameKind {
    RELATION("regclass", "a relation", printed("regclass", "pg_class")),
    /** Without arguments, so one that two functions share names neither. */
    ROUTINE("regproc", "a function", alone("regproc", "pg_proc", "pronamespace, o.proname")),
    ROUTINE_WITH_ARGUMENTS("regprocedure", "a function", printed("regprocedure", "pg_proc")),
    OPERATOR("regoper", "an operator", alone("regoper", "pg_operator", "oprnamespace, o.oprname")),
    OPERATOR_WITH_ARGUMENTS("regoperator", "an operator", printed("regoperator", "pg_operator")),
    TYPE("regtype", "a type", printed("regtype", "pg_type")),
    SCHEMA("regnamespace", "a schema", printed("regnamespace", "pg_namespace")),
    COLLATION("regcollation", "a collation", printed("regcollation", "pg_collation")),
    CONFIGURATION("regconfig", "a text search configuration", printed("regconfig", "pg_ts_config")),
    DICTIONARY("regdictionary", "a text search dictionary", printed("regdictionary", "pg_ts_dict")),
    ROLE("regrole", "a role", "SELECT o.rolname::pg_catalog.text AS name FROM pg_catalog.pg_roles o");

    private final String type;
    private final String description;
    private final String all;

    NameKind(String type, String description, String all) {
        this.type = type;
        this.description = description;
        this.all = all;
    }

    private static String printed(String type, String catalog) {
        return "SELECT o.oid::pg_catalog." + type + "::pg_catalog.text AS name FROM pg_catalog." + catalog + " o";
    }

    private static String alone(String type, String catalog, String name) {
        return "SELECT pg_catalog.min(o.oid::pg_catalog." + type + "::pg_catalog.text) AS name FROM pg_catalog."
                + catalog + " o GROUP BY o." + name + " HAVING pg_catalog.count(*) = 1";
    }

    /** The type's name, as {@code format_type} prints it. */
    public String type() {
        return type;
    }

    /** What messages call one, with its article. */
    public String description() {
        return description;
    }

    /** A SELECT of those names that exist; for a session with an empty search_path. */
    public String existing(Collection<String> names) {
        return "SELECT x.name FROM (" + all + ") x WHERE x.name OPERATOR(pg_catalog.=) ANY (ARRAY["
                + names.stream().map(Sql::literal).collect(Collectors.joining(", ")) + "]::pg_catalog.text[])";
    }
}
