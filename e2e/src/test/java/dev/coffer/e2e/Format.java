package dev.coffer.e2e;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;

/** The formats that every round trip here goes through. */
enum Format {
    JSON {
        @Override
        TableExporter exporter() {
            return JsonTableExporter.create();
        }

        @Override
        RestoreStrategy strategy() {
            return JsonRestoreStrategy.create();
        }
    },
    CSV {
        @Override
        TableExporter exporter() {
            return CsvTableExporter.create();
        }

        @Override
        RestoreStrategy strategy() {
            return CsvRestoreStrategy.create();
        }
    };

    abstract TableExporter exporter();

    abstract RestoreStrategy strategy();
}
