package dev.coffer.backup.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.ArchiveFormat;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a backup as one archive in which everything lies below one folder, for the owner alone. Equal files give equal
 * archives: no user, and one time for all. The stream that it writes to is flushed at the end and left open.
 */
public final class ArchiveWriter implements AutoCloseable {
    private static final int FILE_MODE = 0600;
    private static final int FOLDER_MODE = 0700;
    private static final int BLOCK = 1 << 16;

    private final String top;
    private final Instant time;
    private final TarArchiveOutputStream tar;
    private final Set<String> folders = new HashSet<>();

    /**
     * @param top the folder that everything lies below, such as the backup's own name
     * @param time the time that every entry bears
     */
    public ArchiveWriter(OutputStream out, ArchiveFormat format, String top, Instant time) throws IOException {
        this.top = top;
        this.time = time;
        this.tar = new TarArchiveOutputStream(Compressor.compress(format, new LeftOpen(out)), UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * Appends a file.
     *
     * @param name relative to the backup, with {@code /}
     * @param bytes exactly as many bytes as {@code size}
     */
    public void file(String name, long size, InputStream bytes) throws IOException {
        folder("");
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            folder(name.substring(0, slash + 1));
        }
        TarArchiveEntry entry = entry(top + "/" + name, FILE_MODE);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        byte[] block = new byte[BLOCK];
        for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
            tar.write(block, 0, read);
        }
        tar.closeArchiveEntry();
    }

    private void folder(String name) throws IOException {
        if (folders.add(name)) {
            tar.putArchiveEntry(entry(top + "/" + name, FOLDER_MODE));
            tar.closeArchiveEntry();
        }
    }

    private TarArchiveEntry entry(String name, int mode) {
        TarArchiveEntry entry =
                new TarArchiveEntry(name, name.endsWith("/") ? TarConstants.LF_DIR : TarConstants.LF_NORMAL);
        entry.setMode(mode);
        entry.setUserName("");
        entry.setGroupName("");
        entry.setModTime(time.toEpochMilli() / 1000 * 1000);
        return entry;
    }

    /** Completes the archive. */
    public void finish() throws IOException {
        tar.finish();
        tar.close();
    }

    /** Gives back what the compression holds; an archive that was not finished is worthless. */
    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** Closing the compression must not close what belongs to the caller. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
