package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the arguments of a function and its body, as {@code pg_get_functiondef} prints it.
 *
 * @param language its name
 * @param leakproof whether it is LEAKPROOF
 * @param support whether it has a support function
 * @param settings the settings that it makes
 * @param body what follows AS: a string, for C a file and a symbol; empty where the body is SQL without quotes
 */
record RoutineHead(String language, boolean leakproof, boolean support, List<String> settings, String body) {
    static RoutineHead of(String create) {
        List<Token> tokens = SqlTokens.of(create).tokens();
        String language = "";
        boolean leakproof = false;
        boolean support = false;
        List<String> settings = new ArrayList<>();
        String body = "";
        int depth = 0;
        boolean arguments = true;
        for (int i = 0; i + 1 < tokens.size() && body.isEmpty(); i++) {
            Token token = tokens.get(i);
            Token next = tokens.get(i + 1);
            depth += token.symbol('(') ? 1 : token.symbol(')') ? -1 : 0;
            if (depth > 0 || arguments) {
                arguments &= !(depth == 0 && token.symbol(')'));
            } else if (token.word("LANGUAGE")) {
                language = name(next);
            } else if (token.word("LEAKPROOF")) {
                leakproof = true;
            } else if (token.word("SUPPORT")) {
                support = true;
            } else if (token.word("SET")) {
                settings.add(name(next));
            } else if (token.word("AS") && next.kind() == Kind.STRING) {
                body = create.substring(token.end()).strip();
            } else if (token.word("BEGIN") || token.word("RETURN")) {
                break;
            }
        }
        return new RoutineHead(language, leakproof, support, settings, body);
    }

    /** A word is in upper case, and stands for the same in lower case. */
    private static String name(Token token) {
        return token.kind() == Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : token.text();
    }

    /** Whether the server itself holds what it runs, or a library of it. */
    boolean binary() {
        return language.equals("c") || language.equals("internal");
    }

    /** Why a role that is no superuser may not create it, or null. */
    @Nullable
    String obstacle(TargetFacts facts) {
        if (binary()) {
            return "only a superuser may create a function in C";
        }
        if (facts.closedLanguages().contains(language)) {
            return "only a superuser may create a function in the language " + language;
        }
        if (leakproof) {
            return "only a superuser may create a function that is LEAKPROOF";
        }
        if (support) {
            return "only a superuser may create a function with a support function";
        }
        for (String setting : settings) {
            if (facts.closedSettings().contains(setting)) {
                return "only a superuser may create a function that sets " + setting;
            }
        }
        return null;
    }
}
