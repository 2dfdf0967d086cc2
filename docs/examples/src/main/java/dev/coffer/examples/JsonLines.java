package dev.coffer.examples;

import com.fasterxml.jackson.core.*;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.*;
import java.io.BufferedOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** A format of one's own, both ways: a file for each table, a JSON array on each line, each value a text or null. */
record JsonLines() implements TableExporter, RestoreStrategy {
    private static final byte[] NOTHING = {};
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .rootValueSeparator("\n")
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(1 << 30).build())
            .build();

    @Override
    public FormatId format() {
        return new FormatId("json-lines", 1);
    }

    @Override
    public boolean connects() {
        return false;
    }

    @Override
    public Export open(ExportContext run) {
        return new Writing(run, new ArrayList<>());
    }

    @Override
    public Restore open(RestoreContext run) {
        return new Reading(run);
    }

    private record Writing(ExportContext run, List<PiecedFile> files) implements Export {
        @Override
        public synchronized RowSink table(TableData table, int part) throws IOException {
            String name = "lines/" + run.fileNameFor(table, ".jsonl");
            Framing none = new Framing(NOTHING, NOTHING, NOTHING);
            PiecedFile file = run.piecedFile(name, Compression.NONE, NOTHING, List.of(table), same -> none);
            files.add(file);
            return new Lines(file, JSON.createGenerator(new BufferedOutputStream(file.piece(table, part))));
        }

        @Override
        public void finish() {
            run.info("JSON Lines: lines/*.jsonl, an array of texts for each row\n");
        }

        @Override
        public synchronized void close() {
            for (PiecedFile file : files) {
                try {
                    file.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    // tag::format-writing[]
    private record Lines(PiecedFile file, JsonGenerator json) implements RowSink {
        @Override
        public void row(Row row) throws IOException {
            json.writeStartArray();
            for (int i = 0; i < row.size(); i++) {
                if (row.isNull(i)) {
                    json.writeNull();
                } else {
                    json.writeUTF8String(row.buffer(), row.offset(i), row.length(i));
                }
            }
            json.writeEndArray();
        }

        @Override
        public void end() throws IOException {
            json.close(); // and the piece with it
            file.finish((out, sha256) -> {});
        }
    }
    // end::format-writing[]

    // tag::format-reading[]
    private record Reading(RestoreContext run) implements RowRestore {
        @Override
        public void rows(TableData table, List<String> columns, RowSink into) throws IOException {
            int[] places = table.columns().stream()
                    .mapToInt(column -> columns.indexOf(column.name()))
                    .toArray();
            RowBuilder row = new RowBuilder(columns.size());
            try (JsonParser json = JSON.createParser(run.open(table))) {
                while (read(json, places, row, table)) {
                    into.row(row);
                }
            }
        }

        private boolean read(JsonParser json, int[] places, RowBuilder row, TableData table) throws IOException {
            long line = json.currentLocation().getLineNr();
            try {
                JsonToken token = json.nextToken();
                boolean right = token == JsonToken.START_ARRAY;
                row.clear();
                for (int i = 0; right && i < places.length; i++) {
                    String text = json.nextTextValue();
                    right = text != null || json.currentToken() == JsonToken.VALUE_NULL;
                    if (places[i] >= 0 && text != null) {
                        row.set(places[i], text);
                    }
                }
                if (token == null || (right && json.nextToken() == JsonToken.END_ARRAY)) {
                    return token != null;
                }
            } catch (JsonProcessingException | CharacterCodingException | CharConversionException e) {
                line = json.currentLocation().getLineNr(); // and not its message, which may quote the file
            }
            throw Problem.of(ErrorCode.MALFORMED, "the line is not an array with a text or null for each column")
                    .table(table.name())
                    .file(run.fileOf(table))
                    .line(line)
                    .hint("restore from another format of the backup")
                    .exception();
        }

        @Override
        public void close() {}
    }
    // end::format-reading[]
}
