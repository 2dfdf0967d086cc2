package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Small files that lie beside a backup's directory and are about it. A backup itself never changes, since its manifest
 * names everything in it.
 */
public final class Beside {
    private static final int LARGEST = 1 << 20;

    private Beside() {}

    /** The folder in which the backup's directory lies. */
    public static Path root(StoredBackup backup) {
        Path absolute = backup.path().toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /** Creates the file that is named after the backup's directory; it must not be there. */
    public static Path write(StoredBackup backup, String suffix, byte[] content) {
        Path file = root(backup).resolve(backup.path().getFileName() + suffix);
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                Permissions.on(file).ofFile())) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return file;
        } catch (IOException e) {
            throw StorageFailure.writing(e, file.toString(), root(backup));
        }
    }

    /** Deletes such a file. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw StorageFailure.removing(e, file);
        }
    }

    /** The text of every such file in a folder, in the order of their names; what is no file, or too large to be one of ours, is left out. */
    public static Map<Path, String> read(Path root, String suffix) {
        Map<Path, String> texts = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                root, entry -> String.valueOf(entry.getFileName()).endsWith(suffix))) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && Files.size(entry) <= LARGEST) {
                    try (InputStream in = Files.newInputStream(entry)) {
                        texts.put(entry, new String(in.readNBytes(LARGEST), UTF_8));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw StorageFailure.reading(e, root.toString());
        } catch (DirectoryIteratorException e) {
            throw StorageFailure.reading(e, root.toString());
        } catch (IOException e) {
            throw StorageFailure.reading(e, root.toString());
        }
        return texts;
    }
}
