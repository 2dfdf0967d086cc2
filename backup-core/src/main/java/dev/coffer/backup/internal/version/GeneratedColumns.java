package dev.coffer.backup.internal.version;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.message.Few;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SqlTokens;
import dev.coffer.backup.internal.schema.SqlTokens.Kind;
import dev.coffer.backup.internal.schema.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Generated columns of children that are not generated alike in their parents. Before version 16 the parent's column had to
 * be a plain one, since then it has to be a generated one: what one side takes, the other does not.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-generated-columns.html">PostgreSQL: Generated Columns</a>
 */
final class GeneratedColumns {
    private static final int GENERATED_OTHERWISE = 160000;

    private final Map<TableName, Columns> tables = new HashMap<>();

    private GeneratedColumns(List<SchemaEntry> all) {
        for (SchemaEntry entry : all) {
            if (entry.table() != null
                    && (entry.kind().equals("table") || entry.kind().equals("foreign table"))) {
                tables.put(entry.table(), Columns.of(entry.statements().get(0)));
            }
        }
    }

    /** Refuses what the target's version does not take. */
    static void check(List<SchemaEntry> entries, List<SchemaEntry> all, AcrossVersions versions) {
        boolean before = versions.from().versionNumber() < GENERATED_OTHERWISE;
        if (before == versions.into() < GENERATED_OTHERWISE) {
            return;
        }
        GeneratedColumns columns = new GeneratedColumns(all);
        List<String> otherwise = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            TableName table = created(entry);
            Columns child = table == null ? null : columns.tables.get(table);
            if (child == null) {
                continue;
            }
            child.generated().stream()
                    .filter(column -> columns.anyHas(child.parents(), column))
                    .forEach(column -> otherwise.add(entry.id() + " (column " + column + ")"));
        }
        if (!otherwise.isEmpty()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the target is PostgreSQL " + versions.name()
                                    + ", where a child's column cannot be generated "
                                    + (before ? "while its parent's is not: " : "otherwise than its parent's: ")
                                    + Few.names(otherwise))
                    .hint("restore into PostgreSQL " + (before ? "15 or older" : "16 or newer")
                            + ", or choose tables without these")
                    .exception();
        }
    }

    private static @Nullable TableName created(SchemaEntry entry) {
        return entry.kind().equals("table") || entry.kind().equals("foreign table") ? entry.table() : null;
    }

    private boolean anyHas(List<TableName> parents, String column) {
        return parents.stream()
                .map(tables::get)
                .anyMatch(parent ->
                        parent != null && (parent.all().contains(column) || anyHas(parent.parents(), column)));
    }

    /** What a CREATE TABLE of ours says. */
    private record Columns(Set<String> all, Set<String> generated, List<TableName> parents) {
        static Columns of(String create) {
            Columns columns = new Columns(new HashSet<>(), new HashSet<>(), new ArrayList<>());
            List<Token> tokens = SqlTokens.of(create).tokens();
            int depth = 0;
            String column = null;
            boolean body = true;
            for (int i = 0; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                boolean opens = token.symbol('(');
                depth += opens ? 1 : token.symbol(')') ? -1 : 0;
                if (depth == 0 && token.word("INHERITS")) {
                    columns.inherits(tokens, i + 2);
                    break;
                }
                if (depth == 0 && token.symbol(')')) {
                    body = false;
                }
                if (!body || depth != 1 || i + 3 >= tokens.size()) {
                    continue;
                }
                Token next = tokens.get(i + 1);
                if (opens || token.symbol(',')) {
                    column = next.kind() == Kind.NAME ? next.text() : null;
                    if (column != null) {
                        columns.all.add(column);
                    }
                } else if (column != null
                        && token.word("GENERATED")
                        && next.word("ALWAYS")
                        && tokens.get(i + 3).symbol('(')) {
                    columns.generated.add(column);
                }
            }
            return columns;
        }

        /** {@code "schema"."name", …)}. */
        private void inherits(List<Token> tokens, int from) {
            for (int i = from; i + 2 < tokens.size() && tokens.get(i).kind() == Kind.NAME; i += 4) {
                parents.add(
                        new TableName(tokens.get(i).text(), tokens.get(i + 2).text()));
            }
        }
    }
}
