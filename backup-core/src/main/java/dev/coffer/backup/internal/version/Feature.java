package dev.coffer.backup.internal.version;

import java.util.List;
import java.util.Set;

/**
 * Something that a statement can say since some version of the server.
 *
 * @param name as messages call it
 * @param since the first major version that has it
 * @param kinds of entries that may use it; empty for any
 * @param words that stand one after another in a statement where it is used, outside of strings; {@code <name>} stands for any name,
 *     {@code <quoted>} for one in quotes, {@code <number>} for a number, {@code <more>} for one that is greater than the number before it;
 *     one that begins with {@code =} must stand there in just this case, as the server prints its own syntax and no name
 * @param table words of the table that the entry belongs to, or is; empty where any will do
 * @see <a href="https://www.postgresql.org/docs/release/">PostgreSQL: Release notes</a>
 */
record Feature(String name, int since, Set<String> kinds, List<String> words, List<String> table) {
    private static final Set<String> CONSTRAINTS =
            Set.of("table", "foreign table", "unique constraint", "primary key", "index", "foreign key");
    private static final Set<String> TABLES =
            Set.of("table", "foreign table", "not-null constraint", "check constraint", "foreign key");
    private static final Set<String> SUBSCRIPTIONS = Set.of("subscription");
    private static final Set<String> ANY = Set.of();
    private static final Set<String> TRIGGERS = Set.of("trigger");
    private static final Set<String> EXCLUSIONS = Set.of("exclusion constraint");
    private static final Set<String> FOREIGN_KEYS = Set.of("foreign key");
    private static final Set<String> BODIES = Set.of("function", "procedure");
    private static final String PARTITIONED = "PARTITION BY";

    static final List<Feature> ALL = List.of(
            of("NULLS NOT DISTINCT", 15, CONSTRAINTS, "NULLS NOT DISTINCT"),
            of("security_invoker", 15, Set.of("view"), "SECURITY_INVOKER"),
            of("ON DELETE SET NULL of some columns", 15, CONSTRAINTS, "SET NULL ("),
            of("ON DELETE SET DEFAULT of some columns", 15, CONSTRAINTS, "SET DEFAULT ("),
            of("the tables of a schema in a publication", 15, Set.of("publication schema"), "TABLES IN SCHEMA"),
            of("a publication with a condition", 15, Set.of("publication table"), "WHERE ("),
            of("a publication of some columns", 15, Set.of("publication table"), "<quoted> ("),
            of("an unlogged sequence", 15, Set.of("sequence"), "CREATE UNLOGGED SEQUENCE"),
            of("an unlogged sequence of an identity column", 15, Set.of("table"), "SET UNLOGGED"),
            of("ICU rules", 16, Set.of("collation"), "RULES ="),
            of("an event trigger on login", 17, Set.of("event trigger"), "ON LOGIN"),
            of("a builtin collation", 17, Set.of("collation"), "PROVIDER = BUILTIN"),
            of("NOT ENFORCED", 18, TABLES, "NOT ENFORCED"),
            of("WITHOUT OVERLAPS", 18, CONSTRAINTS, "WITHOUT OVERLAPS"),
            of("PERIOD", 18, CONSTRAINTS, ", PERIOD <name>"),
            of("a virtual generated column", 18, Set.of("table", "foreign table"), ") VIRTUAL"),
            of("NOT NULL that is not valid or not inherited", 18, Set.of("not-null constraint"), "NOT NULL"),
            of("NOT NULL that is not inherited", 18, TABLES, "NOT NULL NO INHERIT"),
            of("two_phase", 15, SUBSCRIPTIONS, "TWO_PHASE"),
            of("disable_on_error", 15, SUBSCRIPTIONS, "DISABLE_ON_ERROR"),
            of("password_required", 16, SUBSCRIPTIONS, "PASSWORD_REQUIRED"),
            of("run_as_owner", 16, SUBSCRIPTIONS, "RUN_AS_OWNER"),
            of("origin", 16, SUBSCRIPTIONS, "ORIGIN ="),
            of("failover", 17, SUBSCRIPTIONS, "FAILOVER ="),
            of("generated columns in a publication", 18, Set.of("publication"), "PUBLISH_GENERATED_COLUMNS"),
            of("OLD and NEW in RETURNING", 18, ANY, "RETURNING WITH ("),
            of("a negative scale", 15, ANY, "NUMERIC ( <number> , - <number> )"),
            of("a scale greater than the precision", 15, ANY, "NUMERIC ( <number> , <more> )"),
            of("MERGE", 15, BODIES, "=MERGE INTO"),
            of("a TRUNCATE trigger on a foreign table", 16, TRIGGERS, "TRUNCATE")
                    .on("CREATE FOREIGN TABLE"),
            of("IS JSON", 16, ANY, "=IS =JSON"),
            of("JSON_OBJECT", 16, ANY, "=JSON_OBJECT ("),
            of("JSON_ARRAY", 16, ANY, "=JSON_ARRAY ("),
            of("JSON_OBJECTAGG", 16, ANY, "=JSON_OBJECTAGG ("),
            of("JSON_ARRAYAGG", 16, ANY, "=JSON_ARRAYAGG ("),
            of("SYSTEM_USER", 16, ANY, "=SYSTEM_USER"),
            of("XMLSERIALIZE with INDENT", 16, ANY, "=INDENT )"),
            of("an exclusion constraint on a partitioned table", 17, EXCLUSIONS, "EXCLUDE USING")
                    .on(PARTITIONED),
            of("an access method of a partitioned table", 17, Set.of("table"), ") USING <quoted>")
                    .on(PARTITIONED),
            of("AT LOCAL", 17, ANY, "=AT =LOCAL )"),
            of("JSON", 17, ANY, "=JSON ("),
            of("JSON_SCALAR", 17, ANY, "=JSON_SCALAR ("),
            of("JSON_SERIALIZE", 17, ANY, "=JSON_SERIALIZE ("),
            of("JSON_TABLE", 17, ANY, "=JSON_TABLE ("),
            of("JSON_QUERY", 17, ANY, "=JSON_QUERY ("),
            of("JSON_VALUE", 17, ANY, "=JSON_VALUE ("),
            of("JSON_EXISTS", 17, ANY, "=JSON_EXISTS ("),
            of("MERGE with NOT MATCHED BY SOURCE", 17, BODIES, "=NOT =MATCHED =BY =SOURCE"),
            of("MERGE with RETURNING", 17, BODIES, "=MERGE_ACTION ("),
            of("a NOT VALID foreign key of a partitioned table", 18, FOREIGN_KEYS, "NOT VALID")
                    .on(PARTITIONED));

    private static Feature of(String name, int since, Set<String> kinds, String words) {
        return new Feature(name, since, kinds, List.of(words.split(" ")), List.of());
    }

    private Feature on(String words) {
        return new Feature(name, since, kinds, this.words, List.of(words.split(" ")));
    }
}
