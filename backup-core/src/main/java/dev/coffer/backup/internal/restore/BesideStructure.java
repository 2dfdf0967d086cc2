package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The statements that create a table of the backup under another name. */
final class BesideStructure {
    private static final Set<String> KEYS = Set.of("primary key", "unique constraint", "exclusion constraint");

    private final TableName from;
    private final String into;
    private final List<SchemaEntry> entries;

    BesideStructure(TableName from, TableName into, List<SchemaEntry> entries) {
        this.from = from;
        this.into = Sql.quote(into);
        this.entries =
                entries.stream().filter(entry -> from.equals(entry.table())).toList();
    }

    /** To be run before the rows: the table, with defaults and checks that stand apart. */
    List<String> table() {
        List<String> statements = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            switch (entry.kind()) {
                case "table" -> {
                    refuseFamilies(entry);
                    statements.add(create(entry.statements().get(0)));
                }
                case "check constraint", "not-null constraint" ->
                    statements.add(renamed(entry.statements().get(0)));
                case "default" -> {
                    String statement = entry.statements().get(0);
                    if (words(statement).stream().noneMatch(token -> token.word("NEXTVAL"))) {
                        statements.add(renamed(statement));
                    }
                }
                default -> {}
            }
        }
        if (statements.isEmpty()) {
            throw refused("the backup does not hold the structure of the table");
        }
        return statements;
    }

    /** To be run after the rows: keys and indexes, under names that the server chooses. */
    List<String> indexes() {
        List<String> statements = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            String statement =
                    entry.statements().isEmpty() ? "" : entry.statements().get(0);
            if (KEYS.contains(entry.kind())) {
                statements.add("ALTER TABLE " + into + " ADD " + afterName(statement));
            } else if (entry.kind().equals("index")) {
                statements.add(index(statement));
            }
        }
        return statements;
    }

    private void refuseFamilies(SchemaEntry entry) {
        boolean family = words(entry.statements().get(0)).stream()
                .anyMatch(token -> token.word("INHERITS") || token.word("PARTITION"));
        if (family) {
            throw refused("the table is partitioned or inherits from another, and cannot stand alone");
        }
    }

    private RuntimeException refused(String what) {
        return Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, what)
                .table(from)
                .hint("name one of its partitions, or restore it into a new database with RestorePlan and"
                        + " intoNewDatabase(…)")
                .exception();
    }

    private static List<Token> words(String sql) {
        return SqlTokens.of(sql).tokens();
    }

    /** Without identities, and without defaults that would take numbers from a sequence of the live table. */
    private String create(String sql) {
        List<Token> tokens = words(sql);
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int end = taker(tokens, i);
            if (end > i) {
                text.append(sql, copied, tokens.get(i).start());
                copied = tokens.get(end - 1).end();
                i = end - 1;
            }
        }
        return renamed(text.append(sql.substring(copied)).toString());
    }

    /** Where the clause that begins here and takes numbers ends; its beginning where there is none. */
    private static int taker(List<Token> tokens, int at) {
        if (tokens.get(at).word("DEFAULT") && word(tokens, at + 1, "NEXTVAL")) {
            return bracketsEnd(tokens, at + 2);
        }
        int identity = word(tokens, at + 1, "ALWAYS") ? at + 2 : at + 3;
        if (tokens.get(at).word("GENERATED")
                && word(tokens, identity, "AS")
                && word(tokens, identity + 1, "IDENTITY")) {
            return bracketsEnd(tokens, identity + 2);
        }
        return at;
    }

    private static boolean word(List<Token> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).word(word);
    }

    private static int bracketsEnd(List<Token> tokens, int at) {
        if (at >= tokens.size() || !tokens.get(at).symbol('(')) {
            return at;
        }
        int depth = 0;
        for (int i = at; i < tokens.size(); i++) {
            depth += tokens.get(i).symbol('(') ? 1 : tokens.get(i).symbol(')') ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return tokens.size();
    }

    /** The statement about the new table, where it is about the old one, whose name is in quotes. */
    private String renamed(String sql) {
        List<Token> tokens = words(sql);
        int at = 0;
        while (at < tokens.size() && !tokens.get(at).word("TABLE")) {
            at++;
        }
        at += word(tokens, at + 1, "ONLY") ? 2 : 1;
        if (!name(tokens, at, from.schema()) || !name(tokens, at + 2, from.name())) {
            throw Problem.of(ErrorCode.MALFORMED, "the backup's schema alters another table with this one")
                    .table(from)
                    .hint("somebody else wrote it: what it holds is nothing to run")
                    .exception();
        }
        return sql.substring(0, tokens.get(at).start())
                + into
                + sql.substring(tokens.get(at + 2).end());
    }

    private static boolean name(List<Token> tokens, int at, String name) {
        return at < tokens.size()
                && tokens.get(at).kind() == Kind.NAME
                && tokens.get(at).text().equals(name);
    }

    /** What follows {@code CONSTRAINT name}. */
    private static String afterName(String sql) {
        List<Token> tokens = words(sql);
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).word("CONSTRAINT")) {
                return sql.substring(tokens.get(i + 1).end());
            }
        }
        throw new IllegalStateException("a key without a name");
    }

    /** {@code CREATE INDEX name ON [ONLY] schema.table …} as the server prints it. */
    private String index(String sql) {
        List<Token> tokens = words(sql);
        boolean unique = tokens.get(1).word("UNIQUE");
        for (int i = unique ? 3 : 2; i < tokens.size(); i++) {
            if (tokens.get(i).word("ON") && tokens.get(i).kind() == Kind.WORD) {
                int table = word(tokens, i + 1, "ONLY") ? i + 2 : i + 1;
                return "CREATE " + (unique ? "UNIQUE " : "") + "INDEX ON " + into
                        + sql.substring(tokens.get(table + 2).end());
            }
        }
        throw new IllegalStateException("an index of nothing");
    }
}
