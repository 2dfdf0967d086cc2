package dev.coffer.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An extension that only chosen databases find. The server's own folder is never written: all servers of a build share it, and one
 * that lists what is available fails on a file that another test takes away.
 */
public final class OwnExtension {
    private final Path share;

    private OwnExtension(Path share) {
        this.share = share;
    }

    /** Writes version 1.0 of it, which consists of these statements, into a folder of the test. */
    public static OwnExtension write(Path folder, String name, String statements) throws IOException {
        Path share = folder.resolve("share");
        Path extension = Files.createDirectories(share.resolve("extension"));
        Files.writeString(extension.resolve(name + ".control"), "default_version = '1.0'\nrelocatable = false\n");
        Files.writeString(extension.resolve(name + "--1.0.sql"), statements);
        return new OwnExtension(share);
    }

    /** Lets new connections to the database find it; only servers since 18 can. */
    public void availableIn(TestDatabase database) {
        database.server()
                .administer(
                        "ALTER DATABASE " + database.name() + " SET extension_control_path = '$system:" + share + "'");
    }
}
