package dev.coffer.backup.pgdump.tools;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A password file for one run of a tool, readable by its owner only from the moment it exists, in a folder of its own that
 * nobody else may enter.
 */
final class PasswordFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);

    private final Path folder;
    private final Path file;

    private PasswordFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("pgpass");
    }

    static PasswordFile create(String password) throws IOException {
        // The file has one line for each entry.
        if (password.indexOf('\n') >= 0 || password.indexOf('\r') >= 0 || password.indexOf('\0') >= 0) {
            throw Problem.of(
                            ErrorCode.CONNECTION_STRING,
                            "the password has a line end in it, which no password file can hold")
                    .hint("give the role another password")
                    .exception();
        }
        PasswordFile created = new PasswordFile(Files.createTempDirectory("coffer-tool-", owner("rwx------")));
        try (SeekableByteChannel out = Files.newByteChannel(
                created.file,
                Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                owner("rw-------"))) {
            String escaped = password.replace("\\", "\\\\").replace(":", "\\:");
            out.write(StandardCharsets.UTF_8.encode("*:*:*:*:" + escaped + "\n"));
        } catch (IOException e) {
            created.close();
            throw e;
        }
        return created;
    }

    Path file() {
        return file;
    }

    /** Where permissions are not POSIX's, the folder of temporary files belongs to the user alone. */
    private static FileAttribute<?>[] owner(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("tool.password-file.left path={} error={}", file, e.toString());
        }
    }
}
