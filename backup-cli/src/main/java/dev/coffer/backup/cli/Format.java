package dev.coffer.backup.cli;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.backup.pgdump.PgRestoreStrategy;
import dev.coffer.backup.spi.Compression;

/** The formats that the shell knows, by the names that it takes. */
enum Format {
    json {
        @Override
        TableExporter exporter(Compression compression) {
            return JsonTableExporter.builder().compression(compression).build();
        }

        @Override
        RestoreStrategy reading(boolean acceptEdited) {
            return acceptEdited ? JsonRestoreStrategy.builder().acceptEdited().build() : JsonRestoreStrategy.create();
        }
    },
    csv {
        @Override
        TableExporter exporter(Compression compression) {
            return CsvTableExporter.builder().compression(compression).build();
        }

        @Override
        RestoreStrategy reading(boolean acceptEdited) {
            return CsvRestoreStrategy.create();
        }
    },
    /** Compressed by pg_dump itself, whatever is asked for. */
    pgdump {
        @Override
        TableExporter exporter(Compression compression) {
            return PgDumpExporter.create();
        }

        @Override
        RestoreStrategy reading(boolean acceptEdited) {
            return PgRestoreStrategy.create();
        }
    };

    abstract TableExporter exporter(Compression compression);

    /** The strategy that reads it. */
    RestoreStrategy strategy() {
        return reading(false);
    }

    /** The same, which may take a loose file that somebody has edited. */
    abstract RestoreStrategy reading(boolean acceptEdited);
}
