package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.restore.RestoreWishes.Wish;
import dev.coffer.backup.internal.schema.RightKind;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.SqlTokens;
import java.util.List;

/**
 * Where functions of the source found names without a schema (P7): what its database had set, or the schema public. The server's own
 * schema is always searched first, and that of temporary objects last.
 */
final class SourcePath {
    private static final String TO = " SET \"search_path\" TO ";

    private SourcePath() {}

    /** The statement that a transaction begins with; empty unless the plan asks for it. */
    static String statement(Catalogue catalogue, RestoreWishes wishes) {
        return wishes.has(Wish.SEARCH_PATH) ? "SET LOCAL search_path = " + path(catalogue) + ", pg_temp" : "";
    }

    private static String path(Catalogue catalogue) {
        for (SchemaEntry right : catalogue.rights()) {
            boolean everybodys = right.kind().equals(RightKind.DATABASE_SETTING.toString())
                    && right.roles().isEmpty();
            int to = right.statements().get(0).indexOf(TO);
            if (everybodys && to > 0) {
                String path = right.statements().get(0).substring(to + TO.length());
                List<SqlTokens.Token> tokens = SqlTokens.of(path).tokens();
                boolean names =
                        tokens.stream().allMatch(token -> token.kind() == SqlTokens.Kind.STRING || token.symbol(','));
                // In front of nothing: names of the server's own mean the server's own.
                if (names && !path.contains("pg_catalog") && !path.contains("pg_temp")) {
                    return path;
                }
            }
        }
        return "'public'";
    }
}
