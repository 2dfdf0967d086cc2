package dev.coffer.backup.internal.schema;

import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of an entry may be: one statement each, and one that begins as those of its kind do. A catalogue document that
 * somebody else wrote can still do harm with these (a function is code), but it cannot run a program, read a file or change a role
 * by what stands in it.
 */
public final class StatementGrammar {
    private static final String TABLE = "CREATE TABLE|CREATE UNLOGGED TABLE|ALTER TABLE|ALTER SEQUENCE";
    /** Kinds whose statements create and alter what the kind is called after. */
    private static final List<String> PLAIN = List.of(
            "access method",
            "aggregate",
            "cast",
            "collation",
            "conversion",
            "domain",
            "event trigger",
            "foreign table",
            "language",
            "operator",
            "operator class",
            "operator family",
            "policy",
            "publication",
            "rule",
            "schema",
            "sequence",
            "server",
            "statistics",
            "subscription",
            "text search configuration",
            "text search dictionary",
            "text search parser",
            "text search template",
            "transform",
            "trigger",
            "user mapping",
            "view",
            "materialized view");

    private static final Map<String, String> BEGINNINGS = beginnings();

    private StatementGrammar() {}

    private static Map<String, String> beginnings() {
        Map<String, String> kinds = new HashMap<>();
        for (String kind : PLAIN) {
            String noun = kind.toUpperCase(Locale.ROOT);
            kinds.put(kind, "CREATE " + noun + "|ALTER " + noun);
        }
        for (String type : List.of("base type", "shell type", "composite type", "enum type", "range type")) {
            kinds.put(type, "CREATE TYPE|ALTER TYPE");
        }
        for (String constraint : List.of("check constraint", "foreign key", "not-null constraint")) {
            kinds.put(constraint, "ALTER TABLE|ALTER FOREIGN TABLE");
        }
        for (String key : List.of("exclusion constraint", "primary key", "unique constraint")) {
            kinds.put(key, "ALTER TABLE|ALTER INDEX");
        }
        kinds.put("comment", "COMMENT ON");
        kinds.put(CommentKind.ON_LARGE_OBJECT, "COMMENT ON LARGE OBJECT");
        kinds.put("conversion", "CREATE CONVERSION|CREATE DEFAULT CONVERSION");
        kinds.put("default", "ALTER TABLE|ALTER VIEW|ALTER FOREIGN TABLE");
        kinds.put("domain constraint", "ALTER DOMAIN");
        kinds.put("extension", "CREATE EXTENSION");
        kinds.put("foreign table", "CREATE FOREIGN TABLE|ALTER FOREIGN TABLE|ALTER TABLE");
        kinds.put("foreign-data wrapper", "CREATE FOREIGN DATA WRAPPER");
        kinds.put("function", "CREATE FUNCTION|CREATE OR REPLACE FUNCTION|ALTER FUNCTION");
        kinds.put("procedure", "CREATE PROCEDURE|CREATE OR REPLACE PROCEDURE|ALTER PROCEDURE");
        kinds.put("index", "CREATE INDEX|CREATE UNIQUE INDEX|ALTER INDEX|ALTER TABLE|ALTER MATERIALIZED VIEW");
        kinds.put("index attachment", "ALTER INDEX");
        kinds.put(
                "language",
                "CREATE LANGUAGE|CREATE TRUSTED LANGUAGE|CREATE OR REPLACE LANGUAGE"
                        + "|CREATE OR REPLACE TRUSTED LANGUAGE");
        kinds.put("materialized view data", "REFRESH MATERIALIZED VIEW");
        kinds.put("operator family members", "ALTER OPERATOR FAMILY");
        kinds.put("publication schema", "ALTER PUBLICATION");
        kinds.put("publication table", "ALTER PUBLICATION");
        kinds.put("revoke", "REVOKE ALL ON");
        kinds.put("row security", "ALTER TABLE");
        kinds.put("rule", "CREATE RULE|ALTER TABLE");
        kinds.put("security label", "SECURITY LABEL");
        kinds.put("sequence", "CREATE SEQUENCE|CREATE UNLOGGED SEQUENCE|ALTER SEQUENCE");
        kinds.put("sequence owner", "ALTER SEQUENCE");
        kinds.put("table", TABLE);
        kinds.put("trigger", "CREATE TRIGGER|CREATE CONSTRAINT TRIGGER|ALTER TABLE|ALTER TRIGGER");
        kinds.put("trigger state", "ALTER TABLE|ALTER FOREIGN TABLE");
        kinds.put("view", "CREATE VIEW|CREATE OR REPLACE VIEW|CREATE RECURSIVE VIEW|ALTER VIEW");
        kinds.put(RightKind.OWNER.toString(), "ALTER");
        kinds.put(RightKind.OWNER_GRANT.toString(), "GRANT|REVOKE");
        kinds.put(RightKind.GRANT.toString(), "GRANT|REVOKE|SET LOCAL ROLE|RESET ROLE");
        kinds.put(RightKind.DEFAULT_PRIVILEGES.toString(), "ALTER DEFAULT PRIVILEGES");
        kinds.put(RightKind.DATABASE_SETTING.toString(), "ALTER DATABASE|ALTER ROLE|COMMENT ON DATABASE");
        return Map.copyOf(kinds);
    }

    /** Says in a few words what an entry may not hold; null where it holds nothing of that kind. */
    public static @Nullable String objection(SchemaEntry entry) {
        String kind = entry.kind().replace(" placeholder", "");
        String beginnings = BEGINNINGS.get(kind);
        if (beginnings == null) {
            return "a kind of entry that this version of the library does not know";
        }
        for (String statement : entry.statements()) {
            SqlTokens sql = SqlTokens.of(statement);
            String objection = objection(sql, sql.tokens());
            if (objection != null) {
                return objection;
            }
            if (!beginsAsOne(sql.tokens(), beginnings) || !endsWell(kind, sql.tokens())) {
                return "a statement that does not belong to an entry of its kind";
            }
        }
        String drop = entry.drop();
        return drop == null ? null : dropObjection(SqlTokens.of(drop));
    }

    private static @Nullable String objection(SqlTokens sql, List<Token> tokens) {
        if (!sql.whole()) {
            return "a statement with a string or a name that has no end";
        }
        if (tokens.stream().anyMatch(token -> token.symbol('\\'))) {
            return "a command of psql";
        }
        return oneStatement(tokens) ? null : "several statements in one";
    }

    /** Semicolons stand between the actions of a rule, in parentheses, and in a body that the server has parsed. */
    private static boolean oneStatement(List<Token> tokens) {
        int parentheses = 0;
        int bodies = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.symbol('(')) {
                parentheses++;
            } else if (token.symbol(')')) {
                parentheses--;
            } else if (token.word("BEGIN")
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).word("ATOMIC")) {
                bodies = 1;
            } else if (bodies > 0 && token.word("CASE")) {
                bodies++;
            } else if (bodies > 0 && token.word("END")) {
                bodies--;
            } else if (token.symbol(';') && parentheses <= 0 && bodies == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean beginsAsOne(List<Token> tokens, String beginnings) {
        for (String beginning : beginnings.split("\\|", -1)) {
            String[] words = beginning.split(" ", -1);
            boolean same = tokens.size() > words.length || beginning.equals("RESET ROLE");
            for (int i = 0; same && i < words.length; i++) {
                same = i < tokens.size() && tokens.get(i).word(words[i]);
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWell(String kind, List<Token> tokens) {
        int size = tokens.size();
        return switch (kind) {
            // CREATE SCHEMA may bring tables, views and grants along.
            case "schema" -> size <= 6 && tokens.get(size - 1).kind() != Kind.SYMBOL;
            case "table" -> tokens.stream().limit(7).noneMatch(token -> token.word("AS"));
            case "owner" ->
                size > 4
                        && tokens.get(size - 3).word("OWNER")
                        && tokens.get(size - 2).word("TO")
                        && tokens.get(size - 1).kind() == Kind.NAME;
            // Without ON it would be a membership.
            case "grant", "owner grant" ->
                tokens.get(0).word("SET")
                        || tokens.get(0).word("RESET")
                        || tokens.stream().anyMatch(token -> token.word("ON"));
            case "database setting" ->
                !tokens.get(1).word("ROLE")
                        || (tokens.get(3).word("IN") && tokens.get(4).word("DATABASE"));
            default -> true;
        };
    }

    private static @Nullable String dropObjection(SqlTokens sql) {
        if (!sql.whole() || sql.tokens().stream().anyMatch(token -> token.symbol('\\'))) {
            return "a statement with a string or a name that has no end, or a command of psql";
        }
        boolean first = true;
        for (Token token : sql.tokens()) {
            if (first && !token.word("DROP") && !token.word("ALTER")) {
                return "a statement that does not drop an object";
            }
            first = token.symbol(';');
        }
        return sql.tokens().stream()
                        .anyMatch(token -> token.word("CASCADE") || token.word("ROLE") || token.word("SYSTEM"))
                ? "a statement that drops more than an object"
                : null;
    }
}
