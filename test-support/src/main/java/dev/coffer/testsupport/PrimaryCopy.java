package dev.coffer.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * The files of a running server as those of a standby that follows it, by the low-level API of base backups: the
 * embedded server brings no pg_basebackup.
 */
final class PrimaryCopy {
    private static final Set<String> NOT_COPIED = Set.of("postmaster.pid", "postmaster.opts");

    private PrimaryCopy() {}

    /** Writes them into a folder that does not exist yet. */
    static void create(TestServer primary, Path data) {
        boolean old = primary.major() < 15;
        try (Connection connection = DriverManager.getConnection(primary.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    old ? "SELECT pg_start_backup('standby', true, false)" : "SELECT pg_backup_start('standby', true)");
            copy(primary.dataDirectory(), data);
            try (ResultSet stopped = statement.executeQuery(
                    old
                            ? "SELECT labelfile FROM pg_stop_backup(false, false)"
                            : "SELECT labelfile FROM pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(data.resolve("backup_label"), stopped.getString(1));
            }
            Files.createFile(data.resolve("standby.signal"));
            Files.writeString(
                    data.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=localhost port=" + primary.port() + " user=" + primary.user()
                            + " password=" + primary.password() + "'\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (SQLException e) {
            throw new IllegalStateException("on " + primary, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(
                        to.resolve(from.relativize(folder)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(file);
                if (!NOT_COPIED.contains(relative.toString()) && !relative.startsWith("pg_wal")) {
                    try {
                        Files.copy(file, to.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
                    } catch (NoSuchFileException e) {
                        // Removed meanwhile by the running server: replaying its log does the same.
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
