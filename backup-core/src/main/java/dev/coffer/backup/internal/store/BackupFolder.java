package dev.coffer.backup.internal.store;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of a backup as untrusted input: no link is followed, neither the folder nor one in it may be one, and the
 * folder must stay the one that it was. Where the system can open a file relative to a folder that is open already, that
 * is what happens, so that nobody can swap the folder in between.
 */
final class BackupFolder {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path folder;
    private final Path real;
    private final @Nullable Object identity;

    private BackupFolder(Path folder, Path real, @Nullable Object identity) {
        this.folder = folder;
        this.real = real;
        this.identity = identity;
    }

    static BackupFolder of(Path folder) throws IOException {
        Path known = Folders.known(folder);
        BasicFileAttributes attributes =
                Files.readAttributes(known, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
            throw link(folder.toString());
        }
        return new BackupFolder(Folders.named(folder), known.toRealPath(), attributes.fileKey());
    }

    Path path() {
        return folder;
    }

    long size(String name) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(real.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw link(name);
        }
        return attributes.size();
    }

    InputStream open(String name) throws IOException {
        return Channels.newInputStream(channel(name));
    }

    /** Opens a file for reading at any place. */
    SeekableByteChannel channel(String name) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(real)) {
            if (stream instanceof SecureDirectoryStream<Path> secure) {
                requireSame(secure.getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .fileKey());
                return below(secure, real.getFileSystem().getPath(name), name);
            }
        }
        requireSame(Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
        Path path = real;
        for (String segment : name.split("/", -1)) {
            path = (path.equals(real) ? real : folderIn(path, name)).resolve(segment);
        }
        requireNoLink(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS), name);
        if (!path.toRealPath().startsWith(real)) {
            throw link(name);
        }
        // Foreign ones do not all know the option, and have been asked for links above.
        return real.getFileSystem() == FileSystems.getDefault()
                ? Files.newByteChannel(path, READ)
                : Files.newByteChannel(path, StandardOpenOption.READ);
    }

    private static Path folderIn(Path path, String name) throws IOException {
        Path folder = Folders.known(path);
        requireNoLink(Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS), name);
        return folder;
    }

    private static SeekableByteChannel below(SecureDirectoryStream<Path> folder, Path path, String name)
            throws IOException {
        Path first = path.getName(0);
        requireNoLink(
                folder.getFileAttributeView(first, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes(),
                name);
        if (path.getNameCount() == 1) {
            return folder.newByteChannel(first, READ);
        }
        try (SecureDirectoryStream<Path> next = folder.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
            return below(next, path.subpath(1, path.getNameCount()), name);
        }
    }

    private static void requireNoLink(BasicFileAttributes attributes, String name) {
        if (!attributes.isRegularFile() && !attributes.isDirectory()) {
            throw link(name);
        }
    }

    private void requireSame(@Nullable Object found) {
        if (!Objects.equals(found, identity)) {
            throw Problem.of(ErrorCode.UNSAFE_PATH, "another folder was put in the place of the backup")
                    .file(folder.toString())
                    .hint("keep the backup where only its owner can write, and open it again")
                    .exception();
        }
    }

    /** The names of everything in the folder: files and links as they are, folders with a final {@code /}. */
    Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        collect(real, "", names);
        return names;
    }

    private static void collect(Path in, String prefix, Set<String> names) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(in)) {
            for (Path entry : entries) {
                String name = prefix + withoutSeparator(String.valueOf(entry.getFileName()));
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(name + "/");
                    collect(entry, name + "/", names);
                } else {
                    names.add(name);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    // A zip file system ends the names of folders with one.
    private static String withoutSeparator(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    boolean exists(String name) throws IOException {
        try {
            return size(name) >= 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    static BackupException link(String name) {
        return Problem.of(
                        ErrorCode.UNSAFE_PATH,
                        "a link, or something that is neither a file nor a folder, is in its place")
                .file(name)
                .hint("a backup holds plain files; put the file itself there, or restore from another backup")
                .exception();
    }
}
