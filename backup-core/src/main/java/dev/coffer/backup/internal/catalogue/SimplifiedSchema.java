package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code schema_simplified.sql}: the tables with their columns, keys and references, for people to read. */
public final class SimplifiedSchema {
    private static final Pattern CONSTRAINT =
            Pattern.compile("ADD CONSTRAINT \"(?:[^\"]|\"\")*\" (.*)", Pattern.DOTALL);

    private SimplifiedSchema() {}

    /** The stream stays open. */
    public static void write(Catalogue catalogue, OutputStream into) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(into, UTF_8));
        out.write("-- For reading: tables with columns, keys and references. To create them use schema.sql.\n");
        Map<TableName, List<String>> references = references(catalogue);
        for (CatalogueTable table : catalogue.tables()) {
            List<String> lines = new ArrayList<>();
            table.columns().forEach(column -> lines.add(Plain.name(column.name()) + " " + column.type()));
            if (!table.key().isEmpty()) {
                lines.add("PRIMARY KEY ("
                        + String.join(
                                ", ", table.key().stream().map(Plain::name).toList()) + ")");
            }
            lines.addAll(references.getOrDefault(table.name(), List.of()));
            out.write("\nCREATE TABLE " + Plain.name(table.name()) + " (\n    " + String.join(",\n    ", lines)
                    + "\n);\n");
        }
        out.flush();
    }

    private static Map<TableName, List<String>> references(Catalogue catalogue) {
        Map<TableName, List<String>> references = new HashMap<>();
        for (SchemaEntry entry : catalogue.entries()) {
            if (entry.table() != null
                    && List.of("foreign key", "unique constraint").contains(entry.kind())) {
                Matcher found = CONSTRAINT.matcher(entry.statements().get(0));
                if (found.find()) {
                    references
                            .computeIfAbsent(entry.table(), t -> new ArrayList<>())
                            .add(found.group(1));
                }
            }
        }
        return references;
    }

    /** Names without quotes where they need none, as people write them. */
    private static final class Plain {
        private static final Pattern SIMPLE = Pattern.compile("[a-z_][a-z0-9_]*");

        static String name(String name) {
            return SIMPLE.matcher(name).matches() ? name : Sql.quote(name);
        }

        static String name(TableName table) {
            return name(table.schema()) + "." + name(table.name());
        }
    }
}
