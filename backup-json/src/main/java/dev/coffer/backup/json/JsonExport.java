package dev.coffer.backup.json;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One run of the exporter: one file, one piece of it for each part of each table. */
final class JsonExport implements Export {
    private final ExportContext run;
    private final String name;
    private final Compression compression;
    private final PiecedFile file;

    private JsonExport(ExportContext run, String name, Compression compression, PiecedFile file) {
        this.run = run;
        this.compression = compression;
        this.name = name;
        this.file = file;
    }

    static Export open(ExportContext run, Compression compression) throws IOException {
        String name = JsonLayout.FILE + compression.suffix();
        int last = run.tables().size() - 1;
        PiecedFile file = run.piecedFile(
                name,
                compression,
                JsonLayout.preamble(run),
                run.tables(),
                table -> JsonLayout.framing(table, table.index() == last));
        return new JsonExport(run, name, compression, file);
    }

    @Override
    public RowSink table(TableData table, int part) throws IOException {
        return new JsonRows(table.columns(), file.piece(table, part));
    }

    @Override
    public void finish() throws IOException {
        file.finish((out, sha256) -> JsonLayout.writeTrailer(run, out, sha256));
        run.info(info());
    }

    private String info() {
        return """
                JSON: %s
                  The whole database, schema and rows, one row on each line. Any JSON tool reads it, for example:
                    %s | jq -c '.tables[] | select(.name == "my_table") | .rows[]'
                  It restores the database alone, moved anywhere:
                    java -jar coffer.jar restore %s --target postgresql://user@host/empty_database
                  or from Java: RestorePlan.builder().from(Path.of("%s")).strategy(JsonRestoreStrategy.create())
                      .into(PostgresDatabase.of(url)).build().run()
                """.formatted(name, compression.program() + " " + name, name, name);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
