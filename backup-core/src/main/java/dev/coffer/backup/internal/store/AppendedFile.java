package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** A text of ours that grows line by line, by one process after another. */
public final class AppendedFile {
    // A lock is the process's; its threads take turns here.
    private static final Object TURN = new Object();

    private AppendedFile() {}

    /** Adds a line, after the header where the file is new. */
    public static void append(Path file, String header, String line) {
        synchronized (TURN) {
            try (FileChannel channel = FileChannel.open(
                            file,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.APPEND,
                                    LinkOption.NOFOLLOW_LINKS),
                            Permissions.on(file).ofFile());
                    FileLock lock = channel.lock()) {
                long size = channel.size();
                String text = (size == 0 && lock.isValid() ? header + "\n" : "") + line + "\n";
                try {
                    write(channel, ByteBuffer.wrap(text.getBytes(UTF_8)));
                } catch (IOException e) {
                    takeBack(channel, size, e);
                    throw e;
                }
            } catch (IOException e) {
                throw StorageFailure.writing(e, file.toString(), file.getParent());
            }
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Half a line would spoil the next one, which somebody adds when there is room again. */
    private static void takeBack(FileChannel channel, long size, IOException failure) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The lines, none where there is no such file. */
    public static List<String> lines(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw StorageFailure.reading(new IOException("it is not UTF-8"), file.toString());
        } catch (IOException e) {
            throw StorageFailure.reading(e, file.toString());
        }
    }
}
