package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a target cannot have an entry, as far as that can be known before anything is tried. */
final class Obstacles {
    private static final Set<String> SUPERUSERS = Set.of(
            "access method",
            "base type",
            "event trigger",
            "foreign-data wrapper",
            "language",
            "operator class",
            "operator family",
            "operator family members",
            "publication schema",
            "text search parser",
            "text search template");

    private final TargetFacts facts;
    private final Extensions extensions;

    Obstacles(TargetFacts facts, Extensions extensions) {
        this.facts = facts;
        this.extensions = extensions;
    }

    /** A sentence, or null where nothing is in the way. */
    @Nullable
    String to(SchemaEntry entry) {
        if (entry.kind().equals("extension")) {
            return extensions.obstacle(entry);
        }
        String role = Rights.missingRole(entry, facts);
        if (role != null) {
            return entry.kind().equals("policy") ? role + "; row security stays on" : role;
        }
        if (facts.superuser()) {
            return null;
        }
        if (SUPERUSERS.contains(entry.kind())) {
            return "only a superuser may create one";
        }
        return inC(entry) ? "only a superuser may create a function in C" : null;
    }

    private static boolean inC(SchemaEntry entry) {
        if (!entry.kind().equals("function") && !entry.kind().equals("procedure")) {
            return false;
        }
        for (String statement : entry.statements()) {
            List<Token> tokens = SqlTokens.of(statement).tokens();
            for (int i = 0; i + 1 < tokens.size(); i++) {
                Token language = tokens.get(i + 1);
                if (tokens.get(i).word("LANGUAGE") && (language.word("C") || language.word("INTERNAL"))) {
                    return true;
                }
            }
        }
        return false;
    }
}
