package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file outside a backup that a caller asked for, and that only its owner can read from its creation on. */
public final class PrivateFile {
    private PrivateFile() {}

    /** Creates the file; it must not be there. */
    public static OutputStream create(Path file) {
        try {
            return Channels.newOutputStream(Files.newByteChannel(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    Permissions.on(file).ofFile()));
        } catch (FileAlreadyExistsException e) {
            throw Problem.of(ErrorCode.NAME_TAKEN, "the file exists")
                    .file(file.toString())
                    .hint("give the name of a file that does not exist, or remove this one")
                    .exception(e);
        } catch (IOException e) {
            throw StorageFailure.writing(e, file.toString(), file.getParent());
        }
    }
}
