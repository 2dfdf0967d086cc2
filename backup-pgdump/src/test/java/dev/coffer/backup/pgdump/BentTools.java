package dev.coffer.backup.pgdump;

import dev.coffer.testsupport.ClientTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The real tools behind scripts that do something to them. */
final class BentTools {
    private BentTools() {}

    /**
     * A folder in which pg_dump is another.
     *
     * @param instead what the script does unless it is asked for its version; {@code $PG_DUMP} is the real one
     */
    static Path dump(Path folder, String instead) {
        script(folder, "pg_dump", instead);
        script(folder, "pg_restore", "exec \"$REAL\" \"$@\"");
        return folder;
    }

    private static void script(Path folder, String program, String instead) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(program);
            Files.writeString(
                    file,
                    "#!/bin/sh\nREAL='" + ClientTools.require(program)
                            + "'\ncase \"$1\" in --version) exec \"$REAL\" --version;; esac\n" + instead + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
