package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.names.NameKind;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What will be there when the rows arrive, by name. Where that cannot be known exactly (which of several functions, what an extension
 * brings) the answer is yes: the server itself refuses what is left.
 */
final class CreatedNames {
    private final Map<NameKind, Set<String>> created = new EnumMap<>(NameKind.class);
    private final Set<String> schemasOfExtensions = new HashSet<>();
    private final Set<String> schemasThere = new HashSet<>();
    private boolean anyExtension;

    /** @param schemas of the target, unquoted */
    CreatedNames(List<SchemaEntry> entries, Set<String> schemas) {
        schemas.forEach(schema -> schemasThere.add(plain(schema)));
        for (NameKind kind : NameKind.values()) {
            created.put(kind, new HashSet<>());
        }
        entries.stream().filter(entry -> entry.section() == Section.PRE_DATA).forEach(this::add);
    }

    private void add(SchemaEntry entry) {
        switch (entry.kind()) {
            case "table", "foreign table", "view", "materialized view", "composite type", "sequence" -> {
                add(NameKind.RELATION, entry);
                add(NameKind.TYPE, entry);
                inside(entry, "NAME", NameKind.RELATION);
            }
            case "base type", "shell type", "enum type", "domain", "range type" -> {
                add(NameKind.TYPE, entry);
                inside(entry, "MULTIRANGE_TYPE_NAME", NameKind.TYPE);
            }
            case "function", "procedure", "aggregate" -> {
                add(NameKind.ROUTINE, entry);
                add(NameKind.ROUTINE_WITH_ARGUMENTS, entry);
            }
            case "operator" -> {
                add(NameKind.OPERATOR, entry);
                add(NameKind.OPERATOR_WITH_ARGUMENTS, entry);
            }
            case "schema" -> add(NameKind.SCHEMA, entry);
            case "collation" -> add(NameKind.COLLATION, entry);
            case "text search configuration" -> add(NameKind.CONFIGURATION, entry);
            case "text search dictionary" -> add(NameKind.DICTIONARY, entry);
            case "extension" -> {
                anyExtension = true;
                inside(entry, "SCHEMA", NameKind.SCHEMA);
            }
            default -> {
                // Nothing that a value can name.
            }
        }
    }

    private void add(NameKind kind, SchemaEntry entry) {
        names(kind).add(base(entry.identity()));
    }

    private Set<String> names(NameKind kind) {
        return requireNonNull(created.get(kind));
    }

    /** A name in quotes behind a word: an identity column's sequence, a multirange type, the schema of an extension. */
    private void inside(SchemaEntry entry, String word, NameKind kind) {
        for (String statement : entry.statements()) {
            List<Token> tokens =
                    statement.contains(word) ? SqlTokens.of(statement).tokens() : List.of();
            for (int i = 0; i + 1 < tokens.size(); i++) {
                if (!tokens.get(i).word(word)) {
                    continue;
                }
                int first = tokens.get(i + 1).symbol('=') ? i + 2 : i + 1;
                if (first < tokens.size() && tokens.get(first).kind() == Kind.NAME) {
                    boolean qualified = first + 2 < tokens.size()
                            && tokens.get(first + 1).symbol('.')
                            && tokens.get(first + 2).kind() == Kind.NAME;
                    if (kind == NameKind.SCHEMA) {
                        schemasOfExtensions.add(plain(tokens.get(first).text()));
                    } else if (qualified) {
                        names(kind)
                                .add(plain(tokens.get(first).text()) + "."
                                        + plain(tokens.get(first + 2).text()));
                    }
                }
            }
        }
    }

    boolean has(NameKind kind, String name) {
        if (kind == NameKind.ROLE) {
            return false;
        }
        String base = base(name);
        return names(kind).contains(base) || names(kind).contains(plain(base)) || mayBelongToExtension(kind, base);
    }

    /** An extension's objects lie in its schema, or in one that it makes, which no entry creates. */
    private boolean mayBelongToExtension(NameKind kind, String base) {
        if (!anyExtension) {
            return false;
        }
        String plain = plain(base);
        int dot = plain.indexOf('.');
        String schema = kind == NameKind.SCHEMA ? plain : dot < 0 ? "" : plain.substring(0, dot);
        return !schema.isEmpty()
                && (schemasOfExtensions.contains(schema)
                        || !(names(NameKind.SCHEMA).contains(schema) || schemasThere.contains(schema)));
    }

    /** Without arguments and array brackets. */
    private static String base(String name) {
        boolean inside = false;
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            inside ^= c == '"';
            if (!inside && (c == '(' || c == '[' || c == ' ')) {
                return plain(name.substring(0, at));
            }
        }
        return plain(name);
    }

    /** The same text whether or not its parts stand in quotes. */
    private static String plain(String name) {
        return name.replace("\"", "");
    }
}
