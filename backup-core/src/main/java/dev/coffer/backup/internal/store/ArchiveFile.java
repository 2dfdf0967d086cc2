package dev.coffer.backup.internal.store;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.StorageException;
import dev.coffer.backup.internal.archive.ArchiveWriter;
import dev.coffer.backup.internal.progress.Steps;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An archive while it is written: beside its final name where names can be changed, so that whatever bears that name is whole; a
 * reader finds out elsewhere.
 */
public final class ArchiveFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveFile.class);

    private final Path target;
    private final Path written;
    private boolean published;

    private ArchiveFile(Path target, Path written) {
        this.target = target;
        this.written = written;
    }

    /** Writes the archive of a backup and gives it its name. */
    public static void write(BackupFiles backup, Path target, ArchiveFormat format, ProgressListener listener) {
        try (ArchiveFile archive = write(target, out -> stream(backup, out, format, listener))) {
            archive.publish();
        }
    }

    /** The archive of a backup of which nothing is missing but that it counts. */
    static ArchiveFile beside(Destination destination, Manifest manifest, ArchiveFormat format) throws IOException {
        Path target = destination.target();
        String top = String.valueOf(target.getFileName());
        BackupFolder folder = BackupFolder.of(destination.folder());
        return write(
                target.resolveSibling(top + format.suffix()),
                out -> stream(
                        manifest,
                        folder,
                        folder.open(ManifestFile.NAME).readAllBytes(),
                        out,
                        format,
                        top,
                        ProgressListener.NONE));
    }

    private static ArchiveFile write(Path target, Content content) {
        boolean local = target.getFileSystem() == FileSystems.getDefault();
        Path written = local ? target.resolveSibling(target.getFileName() + Destination.PARTIAL) : target;
        ArchiveFile archive = new ArchiveFile(target, written);
        archive.requireFree();
        boolean complete = false;
        try {
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (WritableByteChannel channel = local
                            ? FileChannel.open(
                                    written, options, Permissions.on(target).ofFile())
                            : Files.newByteChannel(
                                    written, options, Permissions.on(target).ofFile());
                    OutputStream out = Channels.newOutputStream(channel)) {
                content.write(out);
                if (channel instanceof FileChannel file) {
                    file.force(true);
                }
            }
            complete = true;
            return archive;
        } catch (FileAlreadyExistsException e) {
            complete = true; // not ours to remove
            throw taken(written).exception(e);
        } catch (IOException e) {
            throw StorageFailure.writing(
                    e, target.toString(), target.toAbsolutePath().getParent());
        } finally {
            if (!complete) {
                archive.close();
            }
        }
    }

    /**
     * Writes a backup into a stream as an archive, every file compared with the manifest on its way. The stream is left open.
     *
     * @throws IOException what the stream throws
     */
    public static void stream(BackupFiles backup, OutputStream out, ArchiveFormat format, ProgressListener listener)
            throws IOException {
        backup.requireFiles();
        stream(
                backup.manifest(),
                backup.folder(),
                backup.manifestBytes(),
                out,
                format,
                String.valueOf(backup.directory().getFileName()),
                listener);
    }

    private static void stream(
            Manifest manifest,
            BackupFolder folder,
            byte[] manifestBytes,
            OutputStream out,
            ArchiveFormat format,
            String top,
            ProgressListener listener)
            throws IOException {
        Steps steps = new Steps(
                listener,
                -1,
                manifest.files().stream().mapToLong(Manifest.File::bytes).sum());
        steps.phase(Progress.Phase.COPY);
        try (ArchiveWriter archive = new ArchiveWriter(out, format, top, manifest.finishedAt())) {
            for (Manifest.File file : manifest.files()) {
                MessageDigest sha = Sha256.begin();
                try (InputStream in = new DigestInputStream(new Unfailing(folder, file.name()), sha)) {
                    archive.file(file.name(), file.bytes(), in);
                }
                Verification.requireHash(file, Sha256.hex(sha));
                steps.copied(file.bytes());
            }
            archive.file(ManifestFile.NAME, manifestBytes.length, new ByteArrayInputStream(manifestBytes));
            archive.finish();
            steps.phase(Progress.Phase.COPY);
        }
    }

    /** Gives it its name after its directory, which counts already. */
    void publishBeside() {
        try {
            publish();
        } catch (StorageException e) {
            Problem problem = e.problem();
            throw new Problem(
                            problem.code(),
                            problem.what() + "; the backup itself is complete in its directory",
                            problem.where(),
                            problem.hint())
                    .exception(e);
        }
    }

    /** Gives it its name. */
    void publish() {
        try {
            if (!written.equals(target)) {
                requireFree();
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
                Path parent = target.toAbsolutePath().getParent();
                if (parent != null) {
                    Folders.sync(parent);
                }
            }
            published = true;
        } catch (IOException e) {
            throw StorageFailure.writing(
                    e, target.toString(), target.toAbsolutePath().getParent());
        }
    }

    Path path() {
        return target;
    }

    private void requireFree() {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(target).exception();
        }
    }

    private static Problem taken(Path path) {
        return Problem.of(ErrorCode.NAME_TAKEN, "there is a file of that name")
                .file(path.toString())
                .hint("give the archive another name, or remove that file");
    }

    /** Removes it unless it was published. */
    @Override
    public void close() {
        if (!published) {
            try {
                Files.deleteIfExists(written);
            } catch (IOException e) {
                LOG.warn("archive.left path={}", written, e);
            }
        }
    }

    /** What an archive holds. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** A file of the backup; that it cannot be read is told as such, unlike that the archive cannot be written. */
    private static final class Unfailing extends FilterInputStream {
        private final String name;

        Unfailing(BackupFolder folder, String name) {
            super(opened(folder, name));
            this.name = name;
        }

        private static InputStream opened(BackupFolder folder, String name) {
            try {
                return folder.open(name);
            } catch (IOException e) {
                throw StorageFailure.reading(e, name);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (Thread.currentThread().isInterrupted()) {
                throw StorageFailure.interrupted(null);
            }
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw StorageFailure.reading(e, name);
            }
        }
    }
}
