package dev.coffer.backup.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that nobody can delete for a while: its folder is closed, to the superuser by an attribute of the file system. */
final class Undeletable {
    private static final boolean SUPERUSER = "root".equals(System.getProperty("user.name"));

    private final Path folder;

    private Undeletable(Path folder) {
        this.folder = folder;
    }

    static Undeletable in(Path parent) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("closed"));
        Files.createFile(folder.resolve("file"));
        Undeletable undeletable = new Undeletable(folder);
        undeletable.close(true);
        return undeletable;
    }

    void end() throws IOException {
        close(false);
    }

    private void close(boolean closed) throws IOException {
        if (!SUPERUSER) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(closed ? "r-x------" : "rwx------"));
            return;
        }
        Process chattr = new ProcessBuilder("chattr", closed ? "+i" : "-i", folder.toString())
                .inheritIO()
                .start();
        try {
            assertThat(chattr.waitFor()).as("chattr").isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
