package dev.coffer.backup.pgdump.tools;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The client tools of one installation.
 *
 * @param dump pg_dump's path
 * @param restore pg_restore's path, of the same folder
 * @param version of both
 */
public record ClientTools(Path dump, Path restore, ToolVersion version) {
    public ClientTools {
        requireNonNull(dump, "dump");
        requireNonNull(restore, "restore");
        requireNonNull(version, "version");
    }

    /** The path of a tool. */
    public Path path(Tool tool) {
        return switch (tool) {
            case PG_DUMP -> dump;
            case PG_RESTORE -> restore;
        };
    }

    /** A sentence that warns of known weaknesses of this version, or nothing. */
    public Optional<String> warning(Tool tool) {
        return Advisory.warning(tool, version);
    }
}
