package dev.coffer.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The client tools of another version, on this machine: those of the image {@code postgres:N}, with the libraries that they were built
 * against. One folder for each version and JVM; it ends with the JVM. Safe for use by several threads.
 */
public final class ContainerTools {
    private static final List<String> PROGRAMS = List.of("pg_dump", "pg_restore", "psql");
    private static final Map<Integer, Path> FOLDERS = new ConcurrentHashMap<>();

    private ContainerTools() {}

    /** The folder with pg_dump, pg_restore and psql. Skips the calling test where there are no containers. */
    public static Path folder(int major) {
        return FOLDERS.computeIfAbsent(major, ContainerTools::fetch);
    }

    private static Path fetch(int major) {
        ContainerServer container = ContainerServer.version(major);
        try {
            Path folder = Files.createTempDirectory("coffer-tools-" + major + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            container
                    .run(
                            "sh",
                            "-ec",
                            "cd /usr/lib/postgresql/" + major + "/bin; rm -rf /tmp/tools; mkdir -p /tmp/tools/lib; cp "
                                    + String.join(" ", PROGRAMS) + " /tmp/tools/; for program in "
                                    + String.join(" ", PROGRAMS)
                                    + "; do ldd $program; done | sed -n 's/.* => \\(\\/[^ ]*\\) .*/\\1/p;"
                                    + " s/^[[:space:]]*\\(\\/[^ ]*ld-linux[^ ]*\\) .*/\\1/p' | sort -u | xargs -I{} cp -L {}"
                                    + " /tmp/tools/lib/; mv /tmp/tools/lib/ld-linux* /tmp/tools/loader; tar -C /tmp/tools -cf"
                                    + " /tmp/tools.tar .")
                    .requireSuccess();
            Path archive = folder.resolve("tools.tar");
            container.copyOut("/tmp/tools.tar", archive);
            Path programs = Files.createDirectory(folder.resolve("programs"));
            ClientTools.run(ClientTools.require("tar"), "-xf", archive.toString(), "-C", programs.toString())
                    .requireSuccess();
            Path bin = Files.createDirectory(folder.resolve("bin"));
            for (String program : PROGRAMS) {
                Path script = Files.writeString(
                        bin.resolve(program),
                        "#!/bin/sh\nexec '" + programs.resolve("loader") + "' --library-path '"
                                + programs.resolve("lib") + "' --argv0 \"$0\" '" + programs.resolve(program)
                                + "' \"$@\"\n");
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            }
            return bin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> deepestFirst = Files.walk(folder).sorted(Comparator.reverseOrder())) {
            for (Path path : deepestFirst.toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + folder + ": " + e);
        }
    }
}
