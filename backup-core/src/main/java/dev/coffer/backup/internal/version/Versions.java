package dev.coffer.backup.internal.version;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.message.Few;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a server before some version cannot be told, whatever the words: a plan stops at these before its first statement. What stands
 * in the text of a function's body is not known; such a function is created, and fails where it is called.
 *
 * @see <a href="https://www.postgresql.org/docs/release/">PostgreSQL: Release notes</a>
 */
final class Versions {
    private static final Set<String> TABLES = Set.of("table", "foreign table");

    private Versions() {}

    /** What makes an entry too new. */
    record Newer(String what, int since) {}

    /**
     * Refuses entries that the target's version does not know.
     *
     * @param all that the backup holds, the tables among them to which these entries belong
     */
    static void check(List<SchemaEntry> entries, List<SchemaEntry> all, AcrossVersions versions) {
        int major = versions.majorInto();
        List<Feature> features =
                Feature.ALL.stream().filter(feature -> feature.since() > major).toList();
        NewFunctions functions = NewFunctions.after(major);
        Map<String, SchemaEntry> tables = new HashMap<>();
        all.stream().filter(entry -> TABLES.contains(entry.kind())).forEach(table -> tables.put(table.id(), table));
        List<String> unknown = new ArrayList<>();
        int needed = 0;
        for (SchemaEntry entry : entries) {
            Newer newer = newer(entry, features, functions, tables);
            if (newer != null) {
                unknown.add(entry.id() + " (" + newer.what() + ", since " + newer.since() + ")");
                needed = Math.max(needed, newer.since());
            }
        }
        if (!unknown.isEmpty()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the target is PostgreSQL " + versions.name()
                                    + ", which does not know what the backup holds: "
                                    + Few.names(unknown))
                    .hint("restore into PostgreSQL " + needed + " or newer, or choose tables without these")
                    .exception();
        }
    }

    private static @Nullable Newer newer(
            SchemaEntry entry, List<Feature> features, NewFunctions functions, Map<String, SchemaEntry> tables) {
        for (Feature feature : features) {
            if ((feature.kinds().isEmpty() || feature.kinds().contains(entry.kind()))
                    && uses(entry, feature.words())
                    && (feature.table().isEmpty()
                            || belongsTo(entry, tables).anyMatch(table -> uses(table, feature.table())))) {
                return new Newer(feature.name(), feature.since());
            }
        }
        return entry.statements().stream()
                .map(functions::in)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<SchemaEntry> belongsTo(SchemaEntry entry, Map<String, SchemaEntry> tables) {
        return Stream.concat(Stream.of(entry.id()), entry.dependsOn().stream())
                .map(tables::get)
                .filter(Objects::nonNull)
                .filter(table -> entry.table() == null || entry.table().equals(table.table()));
    }

    private static boolean uses(SchemaEntry entry, List<String> words) {
        return entry.statements().stream().anyMatch(statement -> uses(statement, words));
    }

    private static boolean uses(String statement, List<String> words) {
        if (!mayUse(statement, words)) {
            return false;
        }
        List<Token> tokens = SqlTokens.of(statement).tokens();
        for (int from = 0; from + words.size() <= tokens.size(); from++) {
            boolean same = true;
            for (int i = 0; same && i < words.size(); i++) {
                same = is(statement, tokens, from + i, words.get(i));
            }
            // What the server prints as its own has no schema.
            if (same
                    && !(words.get(0).startsWith("=")
                            && from > 0
                            && tokens.get(from - 1).symbol('.'))) {
                return true;
            }
        }
        return false;
    }

    /** Most statements can be told without cutting them into tokens. */
    private static boolean mayUse(String statement, List<String> words) {
        String longest = words.stream()
                .filter(word -> !word.startsWith("<"))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
        return (longest.length() > 1 && longest.startsWith("="))
                ? statement.contains(longest.substring(1))
                : statement.toUpperCase(Locale.ROOT).contains(longest);
    }

    private static boolean is(String statement, List<Token> tokens, int at, String word) {
        Token token = tokens.get(at);
        return switch (word) {
            case "<quoted>" -> token.kind() == Kind.NAME;
            case "<name>" -> token.kind() == Kind.NAME || token.kind() == Kind.WORD;
            case "<number>" -> token.kind() == Kind.NUMBER;
            case "<more>" -> token.kind() == Kind.NUMBER && number(token) > number(tokens.get(at - 2));
            default ->
                word.length() == 1
                        ? token.symbol(word.charAt(0))
                        : word.startsWith("=")
                                ? token.word(word.substring(1)) && statement.startsWith(token.text(), token.start())
                                : token.word(word);
        };
    }

    private static double number(Token token) {
        return Double.parseDouble(token.text());
    }
}
