package dev.coffer.backup.csv;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of the exporter: a file for each table, and with PostgreSQL's own dialect the script that loads them. */
final class CsvExport implements Export {
    private final ExportContext run;
    private final CsvDialect dialect;
    private final Compression compression;
    private final Map<Integer, TableFile> files = new LinkedHashMap<>();

    private CsvExport(ExportContext run, CsvDialect dialect, Compression compression) {
        this.run = run;
        this.dialect = dialect;
        this.compression = compression;
    }

    static Export open(ExportContext run, CsvDialect dialect, Compression compression) {
        return new CsvExport(run, dialect, compression);
    }

    @Override
    public RowSink table(TableData table, int part) throws IOException {
        return file(table).part(part);
    }

    private TableFile file(TableData table) throws IOException {
        synchronized (files) {
            TableFile file = files.get(table.index());
            if (file == null) {
                file = new TableFile(run, table, dialect, compression);
                files.put(table.index(), file);
            }
            return file;
        }
    }

    @Override
    public void finish() throws IOException {
        List<TableFile> inOrder = new ArrayList<>();
        for (TableData table : run.tables()) {
            inOrder.add(file(table));
        }
        if (dialect.isPostgresql()) {
            new RestoreScript(run, compression).write(inOrder);
        }
        run.info(CsvInfo.text(dialect, compression, inOrder));
    }

    @Override
    public void close() {
        IOException failure = null;
        synchronized (files) {
            for (TableFile file : files.values()) {
                try {
                    file.close();
                } catch (IOException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
        }
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }
}
