package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server before some version cannot be told, whatever the words: a plan stops at these before its first statement. What stands
 * inside the body of a function is not known; such a function is created, and fails where it is called.
 *
 * @see <a href="https://www.postgresql.org/docs/release/">PostgreSQL: Release notes</a>
 */
final class Versions {
    private static final Set<String> BODIES = Set.of("function", "procedure");

    /**
     * A feature.
     *
     * @param name as messages call it
     * @param since the first major version that has it
     * @param kinds of entries that may use it; empty for any
     * @param words that stand one after another in a statement where it is used, outside of strings; {@code <name>} stands for any name,
     *     {@code <quoted>} for one in quotes
     */
    record Feature(String name, int since, Set<String> kinds, List<String> words) {
        static Feature of(String name, int since, Set<String> kinds, String words) {
            return new Feature(name, since, kinds, List.of(words.split(" ")));
        }
    }

    private static final Set<String> CONSTRAINTS =
            Set.of("table", "foreign table", "unique constraint", "primary key", "index", "foreign key");
    private static final Set<String> TABLES =
            Set.of("table", "foreign table", "not-null constraint", "check constraint", "foreign key");
    private static final Set<String> SUBSCRIPTIONS = Set.of("subscription");
    private static final Set<String> VIEWS = Set.of("view", "materialized view", "rule");

    static final List<Feature> FEATURES = List.of(
            Feature.of("NULLS NOT DISTINCT", 15, CONSTRAINTS, "NULLS NOT DISTINCT"),
            Feature.of("security_invoker", 15, Set.of("view"), "SECURITY_INVOKER"),
            Feature.of("ON DELETE SET NULL of some columns", 15, CONSTRAINTS, "SET NULL ("),
            Feature.of("ON DELETE SET DEFAULT of some columns", 15, CONSTRAINTS, "SET DEFAULT ("),
            Feature.of("the tables of a schema in a publication", 15, Set.of("publication schema"), "TABLES IN SCHEMA"),
            Feature.of("a publication with a condition", 15, Set.of("publication table"), "WHERE ("),
            Feature.of("a publication of some columns", 15, Set.of("publication table"), "<quoted> ("),
            Feature.of("an unlogged sequence", 15, Set.of("sequence"), "CREATE UNLOGGED SEQUENCE"),
            Feature.of("ICU rules", 16, Set.of("collation"), "RULES ="),
            Feature.of("an event trigger on login", 17, Set.of("event trigger"), "ON LOGIN"),
            Feature.of("IS JSON", 16, VIEWS, "IS JSON"),
            Feature.of("JSON_TABLE", 17, VIEWS, "JSON_TABLE ("),
            Feature.of("JSON_QUERY", 17, VIEWS, "JSON_QUERY ("),
            Feature.of("JSON_VALUE", 17, VIEWS, "JSON_VALUE ("),
            Feature.of("JSON_EXISTS", 17, VIEWS, "JSON_EXISTS ("),
            Feature.of("a builtin collation", 17, Set.of("collation"), "PROVIDER = BUILTIN"),
            Feature.of("NOT ENFORCED", 18, TABLES, "NOT ENFORCED"),
            Feature.of("WITHOUT OVERLAPS", 18, CONSTRAINTS, "WITHOUT OVERLAPS"),
            Feature.of("PERIOD", 18, CONSTRAINTS, ", PERIOD <name>"),
            Feature.of("a virtual generated column", 18, Set.of("table", "foreign table"), ") VIRTUAL"),
            Feature.of("NOT NULL that is not valid or not inherited", 18, Set.of("not-null constraint"), "NOT NULL"),
            Feature.of("NOT NULL that is not inherited", 18, TABLES, "NOT NULL NO INHERIT"),
            Feature.of("two_phase", 15, SUBSCRIPTIONS, "TWO_PHASE"),
            Feature.of("disable_on_error", 15, SUBSCRIPTIONS, "DISABLE_ON_ERROR"),
            Feature.of("password_required", 16, SUBSCRIPTIONS, "PASSWORD_REQUIRED"),
            Feature.of("run_as_owner", 16, SUBSCRIPTIONS, "RUN_AS_OWNER"),
            Feature.of("origin", 16, SUBSCRIPTIONS, "ORIGIN ="),
            Feature.of("failover", 17, SUBSCRIPTIONS, "FAILOVER ="),
            Feature.of("generated columns in a publication", 18, Set.of("publication"), "PUBLISH_GENERATED_COLUMNS"),
            Feature.of("OLD and NEW in RETURNING", 18, Set.of("rule"), "RETURNING WITH ("));

    private Versions() {}

    /** Refuses entries that the target's version does not know. */
    static void check(List<SchemaEntry> entries, TargetState target) {
        int major = target.versionNumber() / 10_000;
        List<String> unknown = new ArrayList<>();
        int needed = 0;
        for (SchemaEntry entry : entries) {
            Feature feature = beyond(entry, major);
            if (feature != null) {
                unknown.add(entry.id() + " (" + feature.name() + ", since " + feature.since() + ")");
                needed = Math.max(needed, feature.since());
            }
        }
        if (!unknown.isEmpty()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the target is PostgreSQL " + target.version()
                                    + ", which does not know what the backup holds: "
                                    + Preflight.listed(unknown, text -> text))
                    .hint("restore into PostgreSQL " + needed + " or newer, or choose tables without these")
                    .exception();
        }
    }

    private static @Nullable Feature beyond(SchemaEntry entry, int major) {
        for (Feature feature : FEATURES) {
            if (feature.since() > major
                    && (feature.kinds().isEmpty() || feature.kinds().contains(entry.kind()))
                    && !BODIES.contains(entry.kind())
                    && entry.statements().stream().anyMatch(statement -> uses(statement, feature))) {
                return feature;
            }
        }
        return null;
    }

    static boolean uses(String statement, Feature feature) {
        if (!mayUse(statement, feature)) {
            return false;
        }
        List<Token> tokens = SqlTokens.of(statement).tokens();
        for (int from = 0; from + feature.words().size() <= tokens.size(); from++) {
            boolean same = true;
            for (int i = 0; same && i < feature.words().size(); i++) {
                same = is(tokens.get(from + i), feature.words().get(i));
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Most statements can be told without cutting them into tokens. */
    private static boolean mayUse(String statement, Feature feature) {
        String longest = feature.words().stream()
                .max(java.util.Comparator.comparingInt(String::length))
                .orElseThrow();
        return longest.startsWith("<") || statement.toUpperCase(Locale.ROOT).contains(longest);
    }

    private static boolean is(Token token, String word) {
        if (word.equals("<quoted>")) {
            return token.kind() == Kind.NAME;
        }
        if (word.equals("<name>")) {
            return token.kind() == Kind.NAME || token.kind() == Kind.WORD;
        }
        return word.length() == 1 ? token.symbol(word.charAt(0)) : token.word(word);
    }
}
