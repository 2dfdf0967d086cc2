package dev.coffer.backup.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** A backup directory, read: its manifest, and its files as untrusted input. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public final class BackupFiles {
    private final Path directory;
    private final Manifest manifest;

    private BackupFiles(Path directory, Manifest manifest) {
        this.directory = directory;
        this.manifest = manifest;
    }

    public static BackupFiles open(Path directory) {
        throw new UnsupportedOperationException("being written");
    }

    /** Every complete backup directly below a folder, oldest first. */
    public static List<BackupFiles> list(Path root) {
        throw new UnsupportedOperationException("being written");
    }

    public Path directory() {
        return directory;
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * Checks size and SHA-256 of the files that a restore of these formats will read, and that no file is missing or
     * extra.
     *
     * @return what was proved, for the report
     */
    public String verify(List<String> formats) {
        throw new UnsupportedOperationException("being written");
    }

    /** Opens a whole file that the manifest names, as it lies there. */
    public InputStream open(String name) throws IOException {
        throw new UnsupportedOperationException("being written");
    }

    /** Opens the uncompressed bytes of one table in the file of a format. Ends with an error where they are more or less than recorded. */
    public InputStream openTable(int table, String format) throws IOException {
        throw new UnsupportedOperationException("being written");
    }

    /** The file that holds a table in a format, as messages name it. */
    public String fileOf(int table, String format) {
        throw new UnsupportedOperationException("being written");
    }
}
