package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Folders of our own: making them durable, and removing them. */
final class Folders {
    static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private Folders() {}

    /** Makes names in a folder survive a crash of the machine. Windows has no such call and needs none. */
    static void sync(Path folder) throws IOException {
        if (WINDOWS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * The folder by the name under which its file system knows it: for a store of objects, where a folder is nothing but the beginning
     * of names, only a path that ends in the separator is one.
     */
    static Path known(Path folder) {
        FileSystem system = folder.getFileSystem();
        if (system == FileSystems.getDefault() || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return folder;
        }
        Path ending = system.getPath(folder + system.getSeparator());
        return Files.isDirectory(ending, LinkOption.NOFOLLOW_LINKS) ? ending : folder;
    }

    /** The same folder with no separator at the end of its path, so that its last name is a name. */
    static Path named(Path folder) {
        FileSystem system = folder.getFileSystem();
        String path = folder.toString();
        return system != FileSystems.getDefault() && path.length() > 1 && path.endsWith(system.getSeparator())
                ? system.getPath(path.substring(0, path.length() - 1))
                : folder;
    }

    /** Removes a folder and what is in it, links as links; goes on after a failure and throws the first one at the end. */
    static void delete(Path folder) throws IOException {
        Deletion deletion = new Deletion();
        Files.walkFileTree(known(folder), deletion);
        if (deletion.first != null) {
            throw deletion.first;
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        private @Nullable IOException first;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            note(failure);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            if (failure != null) {
                note(failure);
            }
            delete(folder);
            return FileVisitResult.CONTINUE;
        }

        private void delete(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                note(e);
            }
        }

        private void note(IOException failure) {
            if (failure instanceof NoSuchFileException) {
                return;
            }
            if (first == null) {
                first = failure;
            } else {
                first.addSuppressed(failure);
            }
        }
    }
}
