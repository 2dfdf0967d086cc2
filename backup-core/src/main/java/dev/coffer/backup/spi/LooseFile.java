package dev.coffer.backup.spi;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.compression.Zstd;
import dev.coffer.backup.internal.compression.ZstdFrames;
import dev.coffer.backup.internal.store.FileNames;
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
     * Opens a file. One that begins as gzip or Zstandard does is decompressed, member after member; whatever else follows
     * them is an error.
     *
     * @return its plain bytes; a {@link dev.coffer.backup.FormatException} comes out of reading what is damaged
     * @throws IOException when it cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(4);
            Compression compression = compressionOf(in.readNBytes(4));
            in.reset();
            return compression.decompress(in, nameOf(file));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static Compression compressionOf(byte[] beginning) {
        if (GzipMembers.begins(beginning)) {
            return Compression.GZIP;
        }
        return Zstd.begins(beginning) ? Compression.ZSTD : Compression.NONE;
    }

    /**
     * How the file that a backup writes for a table is named, without its suffix: {@code proteins} for {@code public.proteins}. Characters
     * that a file system may not take are written as {@code docs/format.md} says.
     */
    public static String stemOf(TableName table) {
        return FileNames.of(table);
    }

    /**
     * A place from which the plain bytes of a file can be read without those before it.
     *
     * @param position in the file
     * @param offset of the plain byte that is read first from there
     * @param compression of what lies there
     */
    public record Start(long position, long offset, Compression compression) {
        /** The beginning, from which everything can be read. */
        public static final Start OF_FILE = new Start(0, 0, Compression.NONE);
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
            return start.compression().decompress(in, nameOf(file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The nearest place from which a plain byte can be read: where it lies itself, or in a compressed file where its gzip
     * member or Zstandard frame begins.
     *
     * @param opened what {@link #open(Path)} gave, read at least up to the byte
     * @param offset of the byte
     */
    public static Start startOf(InputStream opened, long offset) {
        if (opened instanceof GzipMembers members) {
            return members.startOf(offset);
        }
        return opened instanceof ZstdFrames frames
                ? frames.startOf(offset)
                : new Start(offset, offset, Compression.NONE);
    }

    /** How messages name it: without its folder. */
    public static String nameOf(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString();
    }
}
