package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement cut into tokens as the server cuts it, with {@code standard_conforming_strings} on, so that what stands in strings, quoted
 * names, dollar quotes and comments is not taken for part of the statement.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL: Lexical structure</a>
 */
public final class SqlTokens {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int start;
    private boolean whole = true;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    /** What a token is. */
    public enum Kind {
        /** A keyword or a name without quotes; its text is in upper case. */
        WORD,
        /** A name in quotes; its text is without them. */
        NAME,
        /** A string of any form; its text is empty. */
        STRING,
        NUMBER,
        /** One character of anything else. */
        SYMBOL
    }

    /**
     * A part of a statement.
     *
     * @param start where it begins
     * @param end behind its last character
     */
    public record Token(Kind kind, String text, int start, int end) {
        public boolean word(String word) {
            return kind == Kind.WORD && text.equals(word);
        }

        public boolean symbol(char symbol) {
            return kind == Kind.SYMBOL && text.charAt(0) == symbol;
        }
    }

    /** Never fails: what has no end is a token up to the end, and {@link #whole} is false. */
    public static SqlTokens of(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        while (tokens.at < sql.length()) {
            tokens.next();
        }
        return tokens;
    }

    public List<Token> tokens() {
        return List.copyOf(tokens);
    }

    /** Whether every string, name and comment has an end. */
    public boolean whole() {
        return whole;
    }

    private void next() {
        start = at;
        char c = sql.charAt(at);
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            at++;
        } else if (sql.startsWith("--", at)) {
            int end = at;
            while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
                end++;
            }
            at = end;
        } else if (sql.startsWith("/*", at)) {
            comment();
        } else if (c == '\'') {
            string(false);
        } else if (c == '"') {
            name();
        } else if (c == '$') {
            dollar();
        } else if (digit(c)) {
            while (at < sql.length() && (digit(sql.charAt(at)) || sql.charAt(at) == '.')) {
                at++;
            }
            add(Kind.NUMBER, sql.substring(start, at));
        } else if (nameStart(c)) {
            word();
        } else {
            at++;
            add(Kind.SYMBOL, String.valueOf(c));
        }
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, start, Math.min(at, sql.length())));
    }

    /** Comments nest. */
    private void comment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        whole &= depth == 0;
    }

    private void string(boolean escapes) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\\' && escapes) {
                at += 2;
            } else if (c == '\'' && sql.startsWith("''", at)) {
                at += 2;
            } else if (c == '\'') {
                at++;
                add(Kind.STRING, "");
                return;
            } else {
                at++;
            }
        }
        at = sql.length();
        open(Kind.STRING);
    }

    private void name() {
        StringBuilder name = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '"' && sql.startsWith("\"\"", at)) {
                name.append('"');
                at += 2;
            } else if (c == '"') {
                at++;
                add(Kind.NAME, name.toString());
                return;
            } else {
                name.append(c);
                at++;
            }
        }
        open(Kind.NAME);
    }

    private void open(Kind kind) {
        whole = false;
        add(kind, "");
    }

    private void dollar() {
        int tag = at + 1;
        if (tag < sql.length() && nameStart(sql.charAt(tag))) {
            tag++;
            while (tag < sql.length() && (nameStart(sql.charAt(tag)) || digit(sql.charAt(tag)))) {
                tag++;
            }
        }
        if (tag >= sql.length() || sql.charAt(tag) != '$') {
            at++;
            add(Kind.SYMBOL, "$");
            return;
        }
        String quote = sql.substring(at, tag + 1);
        int end = sql.indexOf(quote, tag + 1);
        if (end < 0) {
            at = sql.length();
            open(Kind.STRING);
        } else {
            at = end + quote.length();
            add(Kind.STRING, "");
        }
    }

    private void word() {
        while (at < sql.length() && (nameStart(sql.charAt(at)) || digit(sql.charAt(at)) || sql.charAt(at) == '$')) {
            at++;
        }
        String word = sql.substring(start, at).toUpperCase(Locale.ROOT);
        char next = at < sql.length() ? sql.charAt(at) : ' ';
        if (next == '\'' && (word.equals("E") || word.equals("B") || word.equals("X") || word.equals("N"))) {
            string(word.equals("E"));
        } else if (word.equals("U") && sql.startsWith("&'", at)) {
            at++;
            string(false);
        } else if (word.equals("U") && sql.startsWith("&\"", at)) {
            at++;
            name();
        } else {
            add(Kind.WORD, word);
        }
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean nameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= '\u0080';
    }
}
