package dev.coffer.backup.pgdump.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Installations that cannot be had on one machine side by side: programs that only tell their version. */
final class FakeTools {
    private FakeTools() {}

    static Path install(Path folder, String version) {
        script(folder.resolve("pg_dump"), "echo 'pg_dump (PostgreSQL) " + version + "'");
        script(folder.resolve("pg_restore"), "echo 'pg_restore (PostgreSQL) " + version + "'");
        return folder;
    }

    static Path script(Path file, String body) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n" + body + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
