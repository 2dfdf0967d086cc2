package dev.coffer.testsupport;

import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The binaries of one server version, in the jar that the build copied into {@code test-support/target/servers}. Equality
 * by jar is what the embedded server caches its unpacked files by.
 */
record ServerBinaries(Path jar) implements PgBinaryResolver {

    private static final int NEWEST = 18;
    /** How many major versions there may be. */
    static final int KNOWN = 5;

    static int underTest() {
        String chosen = System.getenv("COFFER_SERVER");
        return chosen == null || chosen.isEmpty() ? NEWEST : Integer.parseInt(chosen);
    }

    static ServerBinaries of(int major) {
        return new ServerBinaries(folder().resolve("servers").resolve("pg" + major + ".jar"));
    }

    boolean present() {
        return Files.isRegularFile(jar);
    }

    /**
     * Where the binaries are unpacked. In the checkout and not in the machine's temporary folder, so that builds side by side do
     * not unpack over each other's running servers.
     */
    static Path unpacked() {
        return folder().resolve("unpacked");
    }

    private static Path folder() {
        return Repository.root().resolve("test-support").resolve("target");
    }

    /** The embedded server unpacks again, over running programs, when the marker looks older than what it marks. */
    static void refreshMarkers() throws IOException {
        File[] versions = unpacked().toFile().listFiles(File::isDirectory);
        if (versions == null) {
            return;
        }
        for (File version : versions) {
            File marker = new File(version, ".exists");
            if (marker.exists() && !marker.setLastModified(System.currentTimeMillis())) {
                throw new IOException("cannot touch " + marker);
            }
        }
    }

    @Override
    public InputStream getPgBinary(String system, String machineHardware) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            try (InputStream in = zip.getInputStream(archive)) {
                return new ByteArrayInputStream(in.readAllBytes());
            }
        }
    }
}
