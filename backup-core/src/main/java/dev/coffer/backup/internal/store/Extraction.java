package dev.coffer.backup.internal.store;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.internal.archive.ArchiveReader;
import dev.coffer.backup.internal.progress.Steps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a directory of an archive, as any backup is made: in a folder that does not count until everything in it was compared with
 * the manifest, which comes last whatever its place in the archive.
 */
final class Extraction implements ArchiveReader.Visitor {
    private static final Pattern USUAL = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,149}");
    private static final String NAMELESS = "backup";
    /** Asked again after so many bytes, since the disk fills while files are written. */
    private static final long ROOM = 1L << 20;

    private static final int BLOCK = 1 << 16;

    private final Path root;
    private final Inventory inventory = new Inventory();
    private final Steps steps;
    private @Nullable BackupWriter writer;

    private Extraction(Path root, ProgressListener listener) {
        this.root = root;
        this.steps = new Steps(listener, -1, -1);
    }

    /**
     * Extracts into a new folder below {@code root}, called as in the archive.
     *
     * @return the new folder
     */
    static Path run(InputStream archive, Path root, ProgressListener listener) throws IOException {
        Extraction extraction = new Extraction(root, listener);
        try {
            extraction.steps.phase(Progress.Phase.COPY);
            ArchiveReader.read(archive, extraction);
            BackupWriter writer = extraction.writer;
            extraction.inventory.requireWhole();
            if (writer == null) {
                throw new IllegalStateException("a manifest without any file");
            }
            extraction.steps.phase(Progress.Phase.COPY);
            return writer.commitCopy(extraction.inventory.manifestBytes());
        } finally {
            if (extraction.writer != null) {
                extraction.writer.close();
            }
        }
    }

    @Override
    public void file(String top, String name, long size, InputStream bytes) throws IOException {
        if (name.equals(ManifestFile.NAME)) {
            inventory.manifest(size, bytes);
            return;
        }
        if (!FileNames.isSafe(name)) {
            throw Problem.of(ErrorCode.UNSAFE_PATH, "the archive names a file that no backup has")
                    .file(FileNames.printable(name))
                    .hint("this was not written by Coffer; do not open it")
                    .exception();
        }
        BackupWriter into = writer;
        if (into == null) {
            into = BackupWriter.forCopy(root, USUAL.matcher(top).matches() ? top : NAMELESS);
            writer = into;
        }
        requireRoom(size);
        try (OutputStream out = into.file(name, null)) {
            byte[] block = new byte[BLOCK];
            for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
                out.write(block, 0, read);
                steps.copied(read);
            }
        }
        Manifest.File written = into.file(name);
        inventory.add(name, written.bytes(), written.sha256());
    }

    /** Before the first byte of a file is written, so that a lie about sizes cannot fill the disk. */
    private void requireRoom(long size) throws IOException {
        if (root.getFileSystem() == FileSystems.getDefault()
                && Files.getFileStore(root).getUsableSpace() - ROOM < size) {
            throw Problem.of(ErrorCode.DISK_FULL, "there is no room for a file of " + size + " bytes")
                    .file(root.toString())
                    .hint("free some space there, or give another folder; java.io.tmpdir says where temporary files go")
                    .exception();
        }
    }

    @Override
    public void folder(String name) {
        inventory.addFolder(name);
    }
}
