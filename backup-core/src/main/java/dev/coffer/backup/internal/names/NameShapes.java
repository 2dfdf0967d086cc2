package dev.coffer.backup.internal.names;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a type's values from the type's name, and of domains, ranges and composite types from what creates them. */
public final class NameShapes {
    private static final String ARRAY = "[]";

    private final Map<String, String> definitions = new HashMap<>();
    private final Map<String, String> subtypes = new HashMap<>();
    private final Map<String, @Nullable NameShape> known = new HashMap<>();
    private final Set<String> begun = new HashSet<>();

    /** @param entries may come from anywhere */
    public NameShapes(List<SchemaEntry> entries) {
        for (SchemaEntry entry : entries) {
            if ((entry.kind().equals("domain") || entry.kind().equals("composite type"))
                    && !entry.statements().isEmpty()) {
                definitions.put(entry.identity(), entry.statements().get(0));
            } else if (entry.kind().equals("range type") && !entry.statements().isEmpty()) {
                range(entry.identity(), entry.statements().get(0));
            }
        }
        for (NameKind kind : NameKind.values()) {
            known.put(kind.type(), new NameShape.Name(kind));
        }
        known.put("aclitem", new NameShape.Grant());
    }

    /** A multirange type is part of what creates the type of its ranges. */
    private void range(String identity, String definition) {
        String subtype = "";
        String multirange = "";
        List<Token> tokens = SqlTokens.of(definition).tokens();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).word("SUBTYPE") && tokens.get(i + 1).symbol('=')) {
                subtype = typeAt(definition, tokens.get(i + 1).end());
            } else if (tokens.get(i).word("MULTIRANGE_TYPE_NAME")) {
                multirange = typeAt(definition, tokens.get(i + 1).end());
            }
        }
        subtypes.put(asWritten(identity), subtype);
        subtypes.put(asWritten(multirange), subtype);
    }

    /** The same for a name in quotes and one that needs none. */
    private static String asWritten(String name) {
        StringBuilder written = new StringBuilder();
        for (Token token : SqlTokens.of(name).tokens()) {
            String text = token.kind() == Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : token.text();
            written.append(token.kind() == Kind.SYMBOL ? text : Sql.quote(text));
        }
        return written.toString();
    }

    /**
     * The shape, or null where values hold no names.
     *
     * @param type as {@code format_type} prints it with an empty search_path
     */
    public @Nullable NameShape of(String type) {
        if (type.endsWith(ARRAY)) {
            NameShape element = of(type.substring(0, type.length() - ARRAY.length()));
            return element == null || element instanceof NameShape.Elements ? element : new NameShape.Elements(element);
        }
        if (known.containsKey(type)) {
            return known.get(type);
        }
        String definition = definitions.get(type);
        String subtype = definition == null ? subtypes.get(asWritten(type)) : null;
        if ((definition == null && subtype == null) || !begun.add(type)) {
            return null;
        }
        NameShape shape = definition == null ? bounded(subtype) : defined(definition);
        known.put(type, shape);
        return shape;
    }

    private @Nullable NameShape bounded(@Nullable String subtype) {
        NameShape shape = subtype == null ? null : of(subtype);
        return shape == null ? null : new NameShape.Bounds(shape);
    }

    private @Nullable NameShape defined(String definition) {
        List<Token> tokens = SqlTokens.of(definition).tokens();
        int as = 0;
        while (as < tokens.size() && !tokens.get(as).word("AS")) {
            as++;
        }
        if (as + 1 >= tokens.size()) {
            return null;
        }
        if (!tokens.get(as + 1).symbol('(')) {
            return of(typeAt(definition, tokens.get(as).end()));
        }
        List<@Nullable NameShape> attributes = new ArrayList<>();
        boolean any = false;
        int depth = 0;
        for (int i = as + 1; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean begins = (depth == 0 && token.symbol('(')) || (depth == 1 && token.symbol(','));
            depth += token.symbol('(') ? 1 : token.symbol(')') ? -1 : 0;
            if (begins && tokens.get(i + 1).kind() == Kind.NAME) {
                NameShape attribute = of(typeAt(definition, tokens.get(i + 1).end()));
                attributes.add(attribute);
                any |= attribute != null;
            }
        }
        return any ? new NameShape.Attributes(attributes) : null;
    }

    /** The name of a type of one word, with or without a schema, or the beginning of a longer one. */
    private static String typeAt(String sql, int from) {
        int start = from;
        while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
            start++;
        }
        boolean inside = false;
        int end = start;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            inside ^= c == '"';
            if (!inside && (Character.isWhitespace(c) || c == ',' || c == ')' || c == '(' || c == ';')) {
                break;
            }
            end++;
        }
        return sql.substring(start, end);
    }
}
