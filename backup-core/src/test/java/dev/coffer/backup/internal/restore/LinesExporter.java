package dev.coffer.backup.internal.restore;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.rows.CopyTextExporter;
import dev.coffer.backup.internal.rows.CopyTextStrategy;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import java.io.IOException;

/** Core's whole way there and back without any published format. */
public final class LinesExporter implements TableExporter {
    private static final FormatId FORMAT = new FormatId("lines", 1);

    private final CopyTextExporter rows = new CopyTextExporter(FORMAT);

    @Override
    public FormatId format() {
        return FORMAT;
    }

    @Override
    public boolean splittable() {
        return rows.splittable();
    }

    @Override
    public Export open(ExportContext run) throws IOException {
        return rows.open(run);
    }

    /** Reads it. */
    public static RestoreStrategy strategy() {
        return new CopyTextStrategy(FORMAT);
    }
}
