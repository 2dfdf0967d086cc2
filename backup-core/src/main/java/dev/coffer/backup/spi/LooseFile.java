package dev.coffer.backup.spi;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
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

    /**
     * A place from which the plain bytes of a file can be read without those before it.
     *
     * @param position in the file
     * @param offset of the plain byte that is read first from there
     */
    public record Start(long position, long offset) {
        /** The beginning, from which everything can be read. */
        public static final Start OF_FILE = new Start(0, 0);
    }

    /**
     * Opens a file at a place.
     *
     * @param start what {@link #startOf} gave for the same file
     */
    public static InputStream open(Path file, Start start) throws IOException {
        if (start.position() == 0) {
            return open(file);
        }
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            channel.position(start.position());
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
            return start.position() == start.offset() ? in : new GzipMembers(in, nameOf(file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The nearest place from which a plain byte can be read: where it lies itself, or in a compressed file where its gzip
     * member begins.
     *
     * @param opened what {@link #open(Path)} gave, read at least up to the byte
     * @param offset of the byte
     */
    public static Start startOf(InputStream opened, long offset) {
        return opened instanceof GzipMembers members ? members.startOf(offset) : new Start(offset, offset);
    }

    /** How messages name it: without its folder. */
    public static String nameOf(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString();
    }
}
