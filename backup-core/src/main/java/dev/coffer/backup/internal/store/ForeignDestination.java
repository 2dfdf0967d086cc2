package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * On any other file system, where neither the making of a folder is exclusive nor a move safe: written at its final
 * place under a name that nobody else draws. Until its manifest is whole it is not a backup.
 */
final class ForeignDestination implements Destination {
    private static final int DRAWN = 8;

    private final Path folder;

    private ForeignDestination(Path folder) {
        this.folder = folder;
    }

    static ForeignDestination create(Path root, String stem) throws IOException {
        String drawn = UUID.randomUUID().toString().substring(0, DRAWN);
        Path folder = root.resolve(stem + "_" + drawn);
        return new ForeignDestination(
                Files.createDirectory(folder, Permissions.on(root).ofFolder()));
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path target() {
        return folder;
    }

    @Override
    public Spool spool(long limit) {
        return new Spool(Path.of(System.getProperty("java.io.tmpdir", ".")), "coffer-spool-", limit);
    }

    @Override
    public void requireArrived(List<Manifest.File> files) throws IOException {
        for (Manifest.File file : files) {
            long size = Files.size(folder.resolve(file.name()));
            if (size != file.bytes()) {
                throw Problem.of(
                                ErrorCode.IO,
                                "the destination holds " + size + " of the " + file.bytes() + " bytes that it was sent")
                        .file(file.name())
                        .hint("check the connection to the destination and its disk, and run the backup again")
                        .exception();
            }
        }
    }

    @Override
    public Path publish(Set<Path> folders) {
        return folder;
    }

    @Override
    public void discard() throws IOException {
        // First what makes it count, in case the rest cannot be removed.
        Files.deleteIfExists(folder.resolve(ManifestFile.NAME));
        Folders.delete(folder);
    }
}
