package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.store.StorageFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The exporters' runs; all are closed whatever happens. */
final class OpenExports implements AutoCloseable {
    private final Deque<OpenExport> open = new ArrayDeque<>();

    void open(TableExporter exporter, RunContext context) {
        try {
            open.addLast(new OpenExport(exporter.format(), exporter.open(context)));
        } catch (IOException e) {
            throw failed(e, exporter.format().name());
        }
    }

    List<OpenExport> list() {
        return List.copyOf(open);
    }

    void finish() {
        for (OpenExport export : open) {
            try {
                export.export().finish();
            } catch (IOException e) {
                throw failed(e, export.format().name());
            }
        }
    }

    private static BackupException failed(IOException e, String format) {
        return StorageFailure.writing(e, "of format " + format, null);
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            try {
                open.removeLast().export().close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
