package dev.coffer.backup.cli;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestorePlan;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a restore is to read: a directory, an archive, a file that restores alone; or an archive or such a file on standard
 * input, kept until the end.
 */
final class GivenBackup implements AutoCloseable {
    static final Path STANDARD_INPUT = Path.of("-");

    private static final int MAGIC = 2;

    private final @Nullable Backup backup;
    private final Path path;
    private final @Nullable Path temporary;

    private GivenBackup(@Nullable Backup backup, Path path, @Nullable Path temporary) {
        this.backup = backup;
        this.path = path;
        this.temporary = temporary;
    }

    static GivenBackup of(Path path, Terminal terminal) {
        if (path.equals(STANDARD_INPUT)) {
            return standardInput(path, terminal);
        }
        boolean loose = Files.isRegularFile(path) && ArchiveFormat.of(path).isEmpty();
        return new GivenBackup(loose ? null : Backup.open(path), path, null);
    }

    private static GivenBackup standardInput(Path path, Terminal terminal) {
        Path temporary;
        try {
            temporary = Files.createTempDirectory("coffer-input-");
        } catch (IOException e) {
            throw unusable(e);
        }
        try {
            InputStream in = new BufferedInputStream(terminal.in());
            if (isArchive(in)) {
                try (ProgressView progress = ProgressView.on(terminal)) {
                    return new GivenBackup(Backup.readFrom(in, temporary, progress), path, temporary);
                }
            }
            Path file = temporary.resolve("standard-input");
            Files.copy(in, file);
            return new GivenBackup(null, file, temporary);
        } catch (IOException e) {
            remove(temporary, unusable(e));
            throw unusable(e);
        } catch (RuntimeException e) {
            remove(temporary, e);
            throw e;
        }
    }

    /** By its first bytes: gzip and zstd compress archives, and nothing else that comes here begins so. */
    private static boolean isArchive(InputStream in) throws IOException {
        in.mark(MAGIC);
        int first = in.read();
        int second = in.read();
        in.reset();
        return (first == 0x1f && second == 0x8b) || (first == 0x28 && second == 0xb5);
    }

    void in(RestorePlan.Builder plan) {
        if (backup == null) {
            plan.from(path);
        } else {
            plan.from(backup);
        }
    }

    @Override
    public void close() {
        if (temporary != null) {
            remove(temporary, null);
        }
    }

    private static void remove(Path folder, @Nullable RuntimeException failure) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            if (failure == null) {
                throw unusable(e);
            }
            failure.addSuppressed(e);
        }
    }

    private static RuntimeException unusable(IOException e) {
        return Problem.of(ErrorCode.IO, "the folder of temporary files cannot be used: " + e.getMessage())
                .hint("look at what is left there, or name another one: java -Djava.io.tmpdir=DIR -jar coffer.jar …")
                .exception(e);
    }
}
