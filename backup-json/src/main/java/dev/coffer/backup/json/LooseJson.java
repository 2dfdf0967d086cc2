package dev.coffer.backup.json;

import dev.coffer.backup.spi.Contents;
import java.nio.file.Path;
import java.util.Optional;

@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stub
final class LooseJson {
    private LooseJson() {}

    static Optional<Contents> describe(Path file, int maxValueLength) {
        throw new UnsupportedOperationException("being written");
    }
}
