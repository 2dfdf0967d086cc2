package dev.coffer.backup.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives made by hand: those of a backup with something beside it that no backup has. */
final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final GZIPOutputStream compressed;
    private final TarArchiveOutputStream tar;
    private boolean promised;

    private Tar() throws IOException {
        this.compressed = new GZIPOutputStream(bytes);
        this.tar = new TarArchiveOutputStream(compressed, UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /** What is done to an archive. */
    interface Change {
        void to(Tar tar) throws IOException;
    }

    /** The archive of a backup below the folder {@code top}, after whatever this puts first. */
    static byte[] of(Path backup, Change first) {
        try {
            Tar tar = new Tar();
            first.to(tar);
            for (Manifest.File file : BackupFiles.open(backup).manifest().files()) {
                tar.file("top/" + file.name(), Files.readAllBytes(backup.resolve(file.name())));
            }
            tar.file("top/manifest.json", Files.readAllBytes(backup.resolve("manifest.json")));
            return tar.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive of whatever this puts in. */
    static byte[] of(Change content) {
        try {
            Tar tar = new Tar();
            content.to(tar);
            return tar.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] end() throws IOException {
        if (promised) {
            tar.flush();
            compressed.finish();
            return bytes.toByteArray();
        }
        tar.finish();
        tar.close();
        return bytes.toByteArray();
    }

    void file(String name, byte[] content) throws IOException {
        // Keeps what it would take away: a leading slash, a drive letter.
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** Neither file nor folder. */
    void special(String name, byte kind, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(target);
        entry.setDevMajor(8);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    /** A file of a gigabyte that takes a block, by an extended header as GNU tar writes it. */
    void sparse(String name) throws IOException {
        StringBuilder header = new StringBuilder();
        for (String line : List.of("GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.realsize=1073741824")) {
            header.append(line.length() + 4).append(' ').append(line).append('\n');
        }
        TarArchiveEntry extended = new TarArchiveEntry("top/PaxHeaders", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
        extended.setSize(header.length());
        tar.putArchiveEntry(extended);
        tar.write(header.toString().getBytes(UTF_8));
        tar.closeArchiveEntry();
        byte[] map = new byte[512];
        byte[] text = "1\n0\n512\n".getBytes(UTF_8);
        System.arraycopy(text, 0, map, 0, text.length);
        file(name, map);
    }

    /** A file of zeros that is never held in memory. */
    void zeros(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        byte[] block = new byte[1 << 20];
        for (long left = size; left > 0; left -= block.length) {
            tar.write(block, 0, (int) Math.min(left, block.length));
        }
        tar.closeArchiveEntry();
    }

    /** A file of which nothing comes; the archive ends there. */
    void promise(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        tar.write(new byte[512]);
        promised = true;
    }

    /** A header that says it has a comment of so many bytes. */
    void header(int bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("top/a.txt", true);
        entry.addPaxHeader("comment", "x".repeat(bytes));
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
