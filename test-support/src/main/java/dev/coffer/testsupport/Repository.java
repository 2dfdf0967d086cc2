package dev.coffer.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this checkout lies, whichever module's folder the tests run in. */
public final class Repository {
    private Repository() {}

    /** The folder that holds {@code mvnw}. */
    public static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no mvnw in " + start + " or above: tests run inside a checkout");
    }
}
