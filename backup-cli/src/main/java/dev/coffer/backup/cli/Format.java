package dev.coffer.backup.cli;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;

/** The formats that the shell knows, by the names that it takes. */
enum Format {
    json {
        @Override
        TableExporter exporter(boolean gzip) {
            return JsonTableExporter.builder().gzip(gzip).build();
        }

        @Override
        RestoreStrategy strategy() {
            return JsonRestoreStrategy.create();
        }
    },
    csv {
        @Override
        TableExporter exporter(boolean gzip) {
            return CsvTableExporter.builder().gzip(gzip).build();
        }

        @Override
        RestoreStrategy strategy() {
            return CsvRestoreStrategy.create();
        }
    };

    abstract TableExporter exporter(boolean gzip);

    abstract RestoreStrategy strategy();
}
