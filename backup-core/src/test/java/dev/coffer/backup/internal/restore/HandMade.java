package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueTable;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.rows.ContentHash;
import dev.coffer.backup.internal.rows.CopyLine;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RowRestore;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import dev.coffer.backup.spi.TableTotals;
import dev.coffer.testsupport.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A source made by hand: entries and tables given as SQL and COPY text. */
final class HandMade {
    /** Of the oldest version, so that no target is older. */
    static final ServerInfo SERVER =
            new ServerInfo("14.24", 140024, "shop", "1-1", "UTF8", "libc", "C", "C", null, null, 1);

    private final List<SchemaEntry> entries = new ArrayList<>();
    private final List<CatalogueTable> catalogueTables = new ArrayList<>();
    private final List<SourceTable> tables = new ArrayList<>();
    private final List<SequenceState> sequences = new ArrayList<>();
    private final Map<String, byte[]> content = new HashMap<>();
    private ServerInfo server = SERVER;

    HandMade server(ServerInfo from) {
        server = from;
        return this;
    }

    HandMade entry(
            String kind,
            @Nullable String schema,
            String identity,
            Section section,
            List<String> statements,
            @Nullable TableName table,
            @Nullable String drop,
            String... dependsOn) {
        entries.add(new SchemaEntry(kind, schema, identity, section, statements, List.of(dependsOn), table, drop));
        return this;
    }

    /** An object of the schema public, in the pre-data section. */
    HandMade pre(String kind, String name, String... statements) {
        return entry(
                kind,
                "public",
                "public." + name,
                Section.PRE_DATA,
                List.of(statements),
                null,
                "DROP " + kind.replace("enum ", "") + " public." + name);
    }

    /** Something that belongs to a table, in the post-data section. */
    HandMade post(String kind, String identity, String table, String... statements) {
        return entry(
                kind, "public", identity, Section.POST_DATA, List.of(statements), new TableName("public", table), null);
    }

    /** A table of the schema public with its rows as COPY text; columns as {@code name type}. */
    HandMade table(String name, String columns, String... lines) {
        pre("table", name, "CREATE TABLE public.\"" + name + "\" (" + columns + ")");
        return rows(name, columns, lines);
    }

    /** Rows of a table of the schema public. */
    HandMade rows(String name, String columns, String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append('\n');
        }
        return rows(
                new TableName("public", name),
                TableData.Kind.TABLE,
                columns(columns),
                text.toString().getBytes(UTF_8));
    }

    /** Rows of a table of the schema public, with the columns that it has in a database. */
    HandMade rows(String name, byte[] lines, TestDatabase like) {
        List<Column> columns = new ArrayList<>();
        String described = Objects.requireNonNull(like.query(
                "SELECT string_agg(attname || ' ' || atttypid || ' ' || format_type(atttypid, atttypmod), E'\n' ORDER BY"
                        + " attnum) FROM pg_attribute WHERE attrelid = 'public." + name
                        + "'::regclass AND attnum > 0 AND attgenerated = ''"));
        for (String line : described.split("\n")) {
            String[] words = line.split(" ", 3);
            columns.add(new Column(words[0], words[2], Long.parseLong(words[1])));
        }
        return rows(new TableName("public", name), TableData.Kind.TABLE, columns, lines);
    }

    HandMade rows(TableName name, TableData.Kind kind, List<Column> columns, byte[] lines) {
        ContentHash hash = new ContentHash();
        long count = 0;
        for (int from = 0, at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                hash.add(lines, from, at - from);
                count++;
                from = at + 1;
            }
        }
        TableData data = new TableData(name, kind, tables.size(), columns, 1, count, lines.length);
        tables.add(new SourceTable(data, new TableTotals(count, hash.toString()), lines.length));
        catalogueTables.add(new CatalogueTable(name, columns, List.of()));
        content.put(name.toString(), lines);
        return this;
    }

    /** Changes what the source delivers, but not what its manifest says. */
    HandMade tamper(String table, String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append('\n');
        }
        content.put("public." + table, text.toString().getBytes(UTF_8));
        return this;
    }

    HandMade sequence(String name, long lastValue, boolean called) {
        sequences.add(new SequenceState(new TableName("public", name), lastValue, called));
        return this;
    }

    private static List<Column> columns(String columns) {
        List<Column> list = new ArrayList<>();
        if (!columns.isBlank()) {
            for (String column : columns.split(", ")) {
                String[] words = column.split(" ", 2);
                list.add(new Column(words[0].replace("\"", ""), words[1], 25));
            }
        }
        return list;
    }

    Catalogue catalogue() {
        return new Catalogue(server, catalogueTables, entries, sequences, 0, List.<Skip>of(), List.of());
    }

    RestoreSource source() {
        Context context = new Context();
        return new RestoreSource(catalogue(), List.copyOf(tables), new Lines(context), context, "made by hand");
    }

    private final class Context implements RestoreContext {
        @Override
        public List<TableData> tables() {
            return tables.stream().map(SourceTable::data).toList();
        }

        @Override
        public InputStream open(TableData table) throws IOException {
            byte[] lines = content.get(table.name().toString());
            if (lines == null) {
                throw new IOException("no " + table.name());
            }
            return new ByteArrayInputStream(lines);
        }

        @Override
        public String fileOf(TableData table) {
            return table.name() + ".lines";
        }
    }

    /** COPY text as a format. */
    record Lines(RestoreContext context) implements RestoreStrategy, RowRestore {
        @Override
        public FormatId format() {
            return new FormatId("lines", 1);
        }

        @Override
        public Restore open(RestoreContext run) {
            return new Lines(run);
        }

        @Override
        public void rows(TableData table, List<String> columns, RowSink into) throws IOException {
            byte[] lines = context.open(table).readAllBytes();
            CopyLine row = new CopyLine(columns.size());
            for (int from = 0, at = 0; at < lines.length; at++) {
                if (lines[at] == '\n') {
                    row.decode(lines, from, at - from);
                    into.row(row);
                    from = at + 1;
                }
            }
        }

        @Override
        public void close() {}
    }
}
