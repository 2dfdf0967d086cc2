package dev.coffer.backup.internal.store;

import dev.coffer.backup.internal.compression.ZstdBlocks;

/** Each piece as Zstandard frames of its own. */
final class ZstdOutput extends CompressedOutput {
    ZstdOutput(CountedFile file) {
        super(file, new ZstdBlocks(file::write));
    }
}
