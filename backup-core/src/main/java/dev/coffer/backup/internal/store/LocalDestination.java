package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/**
 * On the default file system: written as {@code <name>.partial}, held by a lock, made durable, then renamed. Whoever
 * made the {@code .partial} owns the final name, because everybody looks for the final name after making theirs.
 */
final class LocalDestination implements Destination {
    private static final int MOST_IN_ONE_SECOND = 1000;

    private final Path root;
    private final Path folder;
    private final Path target;
    private final Hold hold;

    private LocalDestination(Path root, Path folder, Path target, Hold hold) {
        this.root = root;
        this.folder = folder;
        this.target = target;
        this.hold = hold;
    }

    static LocalDestination create(Path root, String stem) throws IOException {
        Permissions permissions = Permissions.on(root);
        for (int n = 1; n <= MOST_IN_ONE_SECOND; n++) {
            String name = n == 1 ? stem : stem + "-" + n;
            Path target = root.resolve(name);
            Path folder = root.resolve(name + PARTIAL);
            if (exists(target) || exists(folder)) {
                continue;
            }
            try {
                Files.createDirectory(folder, permissions.ofFolder());
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            if (exists(target)) {
                Files.delete(folder);
                continue;
            }
            try {
                return new LocalDestination(root, folder, target, Hold.take(folder));
            } catch (IOException e) {
                discardUnheld(folder, e);
                throw e;
            }
        }
        throw taken(root.resolve(stem)).exception();
    }

    /** An interruption, for example, closes the channel of the lock. */
    private static void discardUnheld(Path folder, IOException failure) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Problem taken(Path target) {
        return Problem.of(ErrorCode.NAME_TAKEN, "the name of the backup is taken")
                .file(target.toString())
                .hint("run the backup again, or give it another name with name(…)");
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path target() {
        return target;
    }

    @Override
    public Spool spool(long limit) {
        return new Spool(folder, "", limit);
    }

    @Override
    public void requireArrived(List<Manifest.File> files) {
        // They were forced to the disk.
    }

    @Override
    public Path publish(Set<Path> folders) throws IOException {
        for (Path written : folders) {
            Folders.sync(written);
        }
        if (exists(target)) {
            throw taken(target).exception();
        }
        if (Folders.WINDOWS) {
            // No folder can be renamed there while a file in it is open.
            hold.end(folder);
        }
        Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        try {
            hold.end(target);
            Folders.sync(target);
            Folders.sync(root);
        } catch (IOException e) {
            // Not known to survive a crash, so it must not count.
            Files.move(target, folder, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        return target;
    }

    @Override
    public void discard() throws IOException {
        // A folder without its lock looks abandoned, which it is from here on.
        try (hold) {
            Folders.delete(folder);
        }
    }
}
