package dev.coffer.backup.internal.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this library. A file tells it, since it must be right inside a shaded jar too. */
final class LibraryVersion {
    static final String TEXT = read();

    private LibraryVersion() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(LibraryVersion.class.getResourceAsStream("library.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
