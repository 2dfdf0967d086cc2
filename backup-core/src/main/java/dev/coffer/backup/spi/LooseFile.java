package dev.coffer.backup.spi;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that belongs to no backup, for strategies that read such: its plain bytes, whatever it was compressed with. */
public final class LooseFile {
    private static final int BUFFER = 1 << 16;

    private LooseFile() {}

    /**
     * Opens a file. One that begins as gzip does is decompressed, member after member; whatever else follows them is an
     * error.
     *
     * @return its plain bytes; a {@link dev.coffer.backup.FormatException} comes out of reading what is damaged
     * @throws IOException when it cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            boolean gzip = GzipMembers.begins(in.readNBytes(2));
            in.reset();
            return gzip ? new GzipMembers(in, nameOf(file)) : in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** How messages name it: without its folder. */
    public static String nameOf(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString();
    }
}
