package dev.coffer.backup.cli;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.backup.pgdump.PgRestoreStrategy;

/** The formats that the shell knows, by the names that it takes. */
enum Format {
    json {
        @Override
        TableExporter exporter(boolean gzip) {
            return JsonTableExporter.builder().gzip(gzip).build();
        }

        @Override
        RestoreStrategy reading(boolean acceptEdited) {
            return acceptEdited ? JsonRestoreStrategy.builder().acceptEdited().build() : JsonRestoreStrategy.create();
        }
    },
    csv {
        @Override
        TableExporter exporter(boolean gzip) {
            return CsvTableExporter.builder().gzip(gzip).build();
        }

        @Override
        RestoreStrategy reading(boolean acceptEdited) {
            return CsvRestoreStrategy.create();
        }
    },
    /** Compressed by pg_dump itself, whatever is asked for. */
    pgdump {
        @Override
        TableExporter exporter(boolean gzip) {
            return PgDumpExporter.create();
        }

        @Override
        RestoreStrategy reading(boolean acceptEdited) {
            return PgRestoreStrategy.create();
        }
    };

    abstract TableExporter exporter(boolean gzip);

    /** The strategy that reads it. */
    RestoreStrategy strategy() {
        return reading(false);
    }

    /** The same, which may take a loose file that somebody has edited. */
    abstract RestoreStrategy reading(boolean acceptEdited);
}
