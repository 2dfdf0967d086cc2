package dev.coffer.backup.cli;

import dev.coffer.backup.spi.Compression;
import picocli.CommandLine.Option;

/** How data files are compressed: in one way at most. */
final class CompressionOptions {
    @Option(names = "--gzip", description = "Compress the data files, level 6.")
    private boolean gzip;

    @Option(names = "--zstd", description = "Compress the data files with Zstandard, level 3: faster and smaller.")
    private boolean zstd;

    Compression chosen() {
        if (zstd) {
            return Compression.ZSTD;
        }
        return gzip ? Compression.GZIP : Compression.NONE;
    }
}
