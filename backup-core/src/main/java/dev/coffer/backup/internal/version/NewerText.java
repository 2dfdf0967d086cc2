package dev.coffer.backup.internal.version;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.List;
import java.util.function.UnaryOperator;

/** The same in words that a newer server takes, where it reads those of an older one otherwise, or no longer. */
final class NewerText {
    private static final int SYSTEM_USER_IS_RESERVED = 160000;
    private static final int PARTITIONED_TABLES_ARE_NOT_UNLOGGED = 180000;
    private static final int NOT_NULL_STANDS_ONCE = 180000;

    private NewerText() {}

    /**
     * An entry in the words of the target.
     *
     * @param from the version of the server that wrote it
     * @param into the version of the target
     */
    static SchemaEntry of(SchemaEntry older, int from, int into) {
        SchemaEntry entry = older;
        if (from < SYSTEM_USER_IS_RESERVED && into >= SYSTEM_USER_IS_RESERVED) {
            entry = each(entry, NewerText::quotingSystemUser);
        }
        if (entry.kind().equals("table")
                && from < PARTITIONED_TABLES_ARE_NOT_UNLOGGED
                && into >= PARTITIONED_TABLES_ARE_NOT_UNLOGGED) {
            entry = each(entry, NewerText::loggedWherePartitioned);
        }
        if (entry.kind().equals("domain") && from < NOT_NULL_STANDS_ONCE && into >= NOT_NULL_STANDS_ONCE) {
            entry = each(entry, NewerText::notNullOnce);
        }
        return entry;
    }

    private static SchemaEntry each(SchemaEntry entry, UnaryOperator<String> words) {
        List<String> statements = entry.statements().stream().map(words).toList();
        return statements.equals(entry.statements()) ? entry : entry.withStatements(statements);
    }

    /** What was any name there is a function of the server's here, and silently so. */
    private static String quotingSystemUser(String statement) {
        if (!statement.contains("system_user")) {
            return statement;
        }
        StringBuilder sql = new StringBuilder(statement);
        List<Token> tokens = SqlTokens.of(statement).tokens();
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).word("SYSTEM_USER")) {
                sql.insert(tokens.get(i).end(), '"').insert(tokens.get(i).start(), '"');
            }
        }
        return sql.toString();
    }

    /** The word never meant anything: a partitioned table has no rows of its own. */
    private static String loggedWherePartitioned(String statement) {
        String unlogged = "CREATE UNLOGGED ";
        if (!statement.startsWith(unlogged)) {
            return statement;
        }
        List<Token> tokens = SqlTokens.of(statement).tokens();
        int depth = 0;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            depth += tokens.get(i).symbol('(') ? 1 : tokens.get(i).symbol(')') ? -1 : 0;
            if (depth == 0
                    && tokens.get(i).word("PARTITION")
                    && tokens.get(i + 1).word("BY")) {
                return "CREATE " + statement.substring(unlogged.length());
            }
        }
        return statement;
    }

    /** A domain of 17 may have several, which say the same. */
    private static String notNullOnce(String statement) {
        List<Token> tokens = SqlTokens.of(statement).tokens();
        int depth = 0;
        boolean stood = false;
        for (int i = 1; i < tokens.size(); i++) {
            depth += tokens.get(i).symbol('(') ? 1 : tokens.get(i).symbol(')') ? -1 : 0;
            if (depth > 0 || !tokens.get(i - 1).word("NOT") || !tokens.get(i).word("NULL")) {
                continue;
            }
            if (stood) {
                Token first = tokens.get(tokens.get(i - 3).word("CONSTRAINT") ? i - 3 : i - 1);
                return notNullOnce(statement.substring(0, first.start() - 1)
                        + statement.substring(tokens.get(i).end()));
            }
            stood = true;
        }
        return statement;
    }
}
