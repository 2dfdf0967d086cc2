package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder that a backup is written in, and how it becomes one that counts. */
interface Destination {
    /** What the name of a folder ends with until its backup is complete. */
    String PARTIAL = ".partial";

    DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Makes a folder of its own for the backup, and the root where that does not exist.
     *
     * @param warnings takes sentences for the report
     */
    static Destination create(Path root, String name, Instant now, List<String> warnings) {
        return create(root, name + "_" + TIME.format(now), warnings);
    }

    /** The same under this very name, as far as nobody else has it. */
    static Destination create(Path root, String stem, List<String> warnings) {
        try {
            Permissions permissions = Permissions.on(root);
            if (!Files.isDirectory(Folders.known(root))) {
                Files.createDirectories(root, permissions.ofFolder());
            }
            Destination made = root.getFileSystem() == FileSystems.getDefault()
                    ? LocalDestination.create(root, stem)
                    : ForeignDestination.create(root, stem);
            permissions.warningAbout(Folders.known(made.folder())).ifPresent(warnings::add);
            permissions.warningAboutRoot(root).ifPresent(warnings::add);
            return made;
        } catch (IOException | java.nio.file.ReadOnlyFileSystemException e) {
            throw StorageFailure.creating(e, root);
        }
    }

    /** Where files are created. */
    Path folder();

    /** Where the folder lies once it counts. */
    Path target();

    /** Where pieces wait for their turn. */
    Spool spool(long limit);

    /** Whether a file that was completed can be read again. */
    default boolean keepsFiles() {
        return true;
    }

    /** Where the bytes of a file go, where that is no file here. */
    default @Nullable WritableByteChannel channel(String name) {
        return null;
    }

    /** Is told of each file when it lies there whole. */
    default void completed(Manifest.File file) {}

    /** Before the manifest: whether the files are there as they were written. */
    void requireArrived(List<Manifest.File> files) throws IOException;

    /**
     * Makes the folder, with everything in it including the manifest, count as a backup.
     *
     * @param folders those with files in them, the folder itself included
     * @return where it lies from now on
     */
    Path publish(Set<Path> folders) throws IOException;

    /** Gives up what was not published, and removes it. */
    void discard() throws IOException;
}
