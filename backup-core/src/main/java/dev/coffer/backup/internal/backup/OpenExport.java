package dev.coffer.backup.internal.backup;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.spi.Export;

/** An exporter's run. */
record OpenExport(FormatId format, Export export) {}
