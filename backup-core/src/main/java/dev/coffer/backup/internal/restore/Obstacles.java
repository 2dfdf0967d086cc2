package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.List;
import java.util.Map;
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
            "shell type",
            "text search parser",
            "text search template");

    private static final int CREATE_SUBSCRIPTION = 160000;

    private final TargetState target;
    private final TargetFacts facts;
    private final Extensions extensions;
    private final Map<String, String> tried;
    private final TargetProvider provider;

    /** @param tried what the server has refused in a trial, and why, by entry */
    Obstacles(
            TargetState target,
            TargetFacts facts,
            Extensions extensions,
            Map<String, String> tried,
            TargetProvider provider) {
        this.target = target;
        this.facts = facts;
        this.extensions = extensions;
        this.tried = tried;
        this.provider = provider;
    }

    /** A sentence, or null where nothing is in the way. */
    @Nullable
    String to(SchemaEntry entry) {
        String theirs = provider.obstacle(entry);
        if (theirs != null) {
            return theirs;
        }
        String refused = tried.get(entry.id());
        if (refused != null) {
            return refused;
        }
        if (entry.kind().equals("extension")) {
            return extensions.obstacle(entry);
        }
        String role = Rights.missingRole(entry, facts);
        if (role != null) {
            return entry.kind().equals("policy") ? role + "; row security stays on" : role;
        }
        return facts.superuser() || provider.allows(entry) ? null : forSuperusers(entry);
    }

    private @Nullable String forSuperusers(SchemaEntry entry) {
        String first = entry.statements().isEmpty() ? "" : entry.statements().get(0);
        return switch (entry.kind()) {
            case "function", "procedure" -> RoutineHead.of(first).obstacle(facts);
            case "aggregate" ->
                has(first, "INTERNAL") ? "only a superuser may create an aggregate whose state is internal" : null;
            case "cast" ->
                first.endsWith(" WITHOUT FUNCTION") || first.contains(" WITHOUT FUNCTION AS ")
                        ? "only a superuser may create a cast without a function"
                        : null;
            case "publication" ->
                first.contains(" FOR ALL TABLES ") ? "only a superuser may create one for all tables" : null;
            case "subscription" ->
                target.versionNumber() < CREATE_SUBSCRIPTION
                        ? "only a superuser may create one"
                        : "only a superuser may create one without a password, which no backup holds";
            case "server" -> closed(first, "WRAPPER", facts.closedWrappers(), "foreign-data wrapper");
            case "foreign table", "user mapping" -> closed(first, "SERVER", facts.closedServers(), "server");
            default -> SUPERUSERS.contains(entry.kind()) ? "only a superuser may create one" : null;
        };
    }

    /** Whether the role may use what a statement names behind a keyword; what the restore creates itself it may. */
    private @Nullable String closed(String create, String keyword, Set<String> closed, String what) {
        List<Token> tokens = SqlTokens.of(create).tokens();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Token name = tokens.get(i + 1);
            if (tokens.get(i).word(keyword) && name.kind() == Kind.NAME && closed.contains(name.text())) {
                return "the role " + target.role() + " may not use the " + what + " " + name.text();
            }
        }
        return null;
    }

    /** Whether the state of an aggregate is of a type. */
    private static boolean has(String create, String type) {
        List<Token> tokens = SqlTokens.of(create).tokens();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean state = tokens.get(i).word("STYPE") || tokens.get(i).word("MSTYPE");
            if (state && tokens.get(i + 1).symbol('=') && tokens.get(i + 2).word(type)) {
                return true;
            }
        }
        return false;
    }
}
