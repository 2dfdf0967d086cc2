package dev.coffer.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folders of servers, in the machine's temporary one, named by the JVM that made them: a server outlives a test run that was
 * killed, and the next run ends it.
 */
final class Leftovers {
    private static final Pattern NAME = Pattern.compile("coffer-server-(\\d+)-.*");

    private Leftovers() {}

    static Path newFolder() {
        try {
            return Files.createTempDirectory(
                    "coffer-server-" + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what JVMs left behind that are no more. */
    static void remove() {
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            folders.filter(Leftovers::isOrphan).forEach(Leftovers::remove);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the server of this folder, if one runs, and deletes the folder. */
    static void remove(Path folder) {
        postmaster(folder).ifPresent(ProcessHandle::destroyForcibly);
        delete(folder);
    }

    /** Deletes what can be deleted; the rest is left to the machine's own cleaning. */
    static void delete(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // Such as a file that an ending server has just written or removed.
        }
    }

    private static boolean isOrphan(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches()
                && Files.isWritable(folder)
                && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static Optional<ProcessHandle> postmaster(Path folder) {
        Path file = folder.resolve("data").resolve("postmaster.pid");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.trim())))
                    .filter(process -> process.info().command().orElse("").contains("postgres"));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
