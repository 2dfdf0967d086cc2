package dev.coffer.backup.pgdump.tools;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.nio.file.Files;
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
            case PSQL -> psql();
        };
    }

    /** The psql of the same folder, which some packages leave out. */
    private Path psql() {
        String suffix = restore.toString().endsWith(".exe") ? ".exe" : "";
        Path psql = restore.resolveSibling(Tool.PSQL.program() + suffix);
        if (!Files.isExecutable(psql)) {
            throw Problem.of(ErrorCode.TOOL_MISSING, "psql not found beside " + restore + ", and this restore needs it")
                    .hint("install the whole of PostgreSQL's client tools (" + Installing.anyVersion()
                            + "); JSON and CSV need none of them")
                    .exception();
        }
        return psql;
    }

    /** A sentence that warns of known weaknesses of this version, or nothing. */
    public Optional<String> warning(Tool tool) {
        return Advisory.warning(tool, version);
    }
}
