package dev.coffer.backup.internal.version;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;

/** The same in words that an older server knows, where there are such words. */
final class OlderText {
    private static final int UNLOGGED_SEQUENCES = 150000;
    private static final int STREAMING_IN_PARALLEL = 160000;
    private static final int XML_WITH_INDENT = 160000;
    private static final int NOT_NULL_IS_A_CONSTRAINT = 180000;

    private OlderText() {}

    static SchemaEntry of(SchemaEntry newer, int serverVersion) {
        SchemaEntry entry = newer;
        if (serverVersion < UNLOGGED_SEQUENCES) {
            entry = withoutLogged(entry);
        }
        if (serverVersion < XML_WITH_INDENT
                && entry.statements().stream().anyMatch(each -> each.contains(" NO INDENT)"))) {
            entry = entry.withStatements(
                    entry.statements().stream().map(OlderText::notIndented).toList());
        }
        if (entry.kind().equals("subscription") && serverVersion < STREAMING_IN_PARALLEL) {
            return entry.withStatements(
                    entry.statements().stream().map(OlderText::streamingByOne).toList());
        }
        TableName table = entry.table();
        boolean creates = entry.kind().equals("table") || entry.kind().equals("foreign table");
        if (serverVersion >= NOT_NULL_IS_A_CONSTRAINT || table == null || !creates) {
            return entry;
        }
        List<String> statements = new ArrayList<>(entry.statements());
        List<String> columns = new ArrayList<>();
        statements.set(0, withoutNotNull(statements.get(0), columns));
        if (columns.isEmpty()) {
            return entry;
        }
        String alter =
                "ALTER " + (entry.kind().equals("table") ? "TABLE" : "FOREIGN TABLE") + " ONLY " + Sql.quote(table);
        columns.forEach(column -> statements.add(alter + " ALTER COLUMN " + column + " SET NOT NULL"));
        return entry.withStatements(statements);
    }

    /** A sequence is always logged there, also that of an identity column of an unlogged table. */
    private static SchemaEntry withoutLogged(SchemaEntry entry) {
        List<String> statements = entry.statements().stream()
                .filter(statement -> !statement.startsWith("ALTER SEQUENCE ") || !statement.endsWith(" SET LOGGED"))
                .toList();
        return statements.size() == entry.statements().size() ? entry : entry.withStatements(statements);
    }

    /** What several processes apply, one does there. */
    private static String streamingByOne(String create) {
        List<Token> tokens = SqlTokens.of(create).tokens();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            Token value = tokens.get(i + 2);
            if (tokens.get(i).word("STREAMING") && value.word("PARALLEL")) {
                return create.substring(0, value.start()) + "on" + create.substring(value.end());
            }
        }
        return create;
    }

    /** Newer servers print {@code NO INDENT} with every XMLSERIALIZE; older ones know nothing else. */
    private static String notIndented(String statement) {
        StringBuilder sql = new StringBuilder(statement);
        List<Token> tokens = SqlTokens.of(statement).tokens();
        for (int i = tokens.size() - 1; i > 1; i--) {
            if (tokens.get(i).symbol(')')
                    && tokens.get(i - 1).word("INDENT")
                    && tokens.get(i - 2).word("NO")) {
                sql.delete(tokens.get(i - 2).start() - 1, tokens.get(i).start());
            }
        }
        return sql.toString();
    }

    /** Takes {@code CONSTRAINT name NOT NULL column} out from among the elements of a table; with a column's definition it may stay. */
    private static String withoutNotNull(String create, List<String> columns) {
        List<Token> tokens = SqlTokens.of(create).tokens();
        for (int i = 0; i + 4 < tokens.size(); i++) {
            Token before = tokens.get(i);
            if (!before.symbol('(') && !before.symbol(',')) {
                continue;
            }
            int not = tokens.get(i + 1).word("CONSTRAINT") && i + 6 < tokens.size() ? i + 3 : i + 1;
            if (!tokens.get(not).word("NOT") || !tokens.get(not + 1).word("NULL") || !name(tokens.get(not + 2))) {
                continue;
            }
            Token column = tokens.get(not + 2);
            Token after = tokens.get(not + 3);
            if (!after.symbol(',') && !after.symbol(')')) {
                continue;
            }
            columns.add(create.substring(column.start(), column.end()));
            String shorter = before.symbol(',')
                    ? create.substring(0, before.start()) + create.substring(after.start())
                    : create.substring(0, before.end())
                            + create.substring(after.symbol(',') ? after.end() : after.start());
            return withoutNotNull(shorter, columns);
        }
        return create;
    }

    private static boolean name(Token token) {
        return token.kind() == Kind.NAME || token.kind() == Kind.WORD;
    }
}
