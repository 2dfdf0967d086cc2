package dev.coffer.backup.internal.store;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup directory while it is being written. Everything is created with narrow permissions, counted, hashed and
 * fsynced; only {@link #commit} makes it a backup. Safe for use by several threads.
 *
 * <p>Failures come as {@link dev.coffer.backup.StorageException}, also from the streams that are handed out, since only
 * they know which file it was.
 */
public final class BackupWriter implements AutoCloseable {
    /** How many bytes of pieces may wait for their turn on local disk. */
    public static final long DEFAULT_SPOOL = 256L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(BackupWriter.class);

    private final Destination destination;
    private final Permissions permissions;
    private final Spool spool;
    private final Durability durability;
    private final List<String> warnings;
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();
    private final Set<CountedFile> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentSkipListMap<String, Manifest.File> files = new ConcurrentSkipListMap<>();
    private volatile @Nullable SharedFiles shared;
    private boolean ended;

    private BackupWriter(Destination destination, long spoolLimit, List<String> warnings) {
        this.destination = destination;
        this.permissions = Permissions.on(destination.folder());
        this.durability = new Durability(destination.keepsFiles());
        this.spool = destination.spool(spoolLimit);
        this.warnings = warnings;
        folders.add(destination.folder());
    }

    /** Makes the directory {@code <name>_<time>.partial}, or on a foreign file system its final one. */
    public static BackupWriter create(Path root, String name, Instant now) {
        return create(root, name, now, DEFAULT_SPOOL);
    }

    /** The same, with another bound for the bytes of pieces that wait for their turn. */
    public static BackupWriter create(Path root, String name, Instant now, long spoolLimit) {
        List<String> warnings = new ArrayList<>();
        Destination destination = Destination.create(root, name, now, warnings);
        LOG.debug("backup.writing folder={}", destination.folder());
        return new BackupWriter(destination, spoolLimit, List.copyOf(warnings));
    }

    /**
     * Writes into a stream instead.
     *
     * @param spool the folder in which one is made for files until they are complete
     * @param format the form of the archive, or null for the one file that is written
     * @param readAgain formats whose files are needed until the end
     */
    public static BackupWriter streaming(
            Sink sink,
            @Nullable ArchiveFormat format,
            Path spool,
            String name,
            Instant now,
            long spoolLimit,
            Set<String> readAgain) {
        String top = name + "_" + Destination.TIME.format(now);
        Destination destination = format == null
                ? new StreamedFile(spool, sink)
                : StreamedArchive.begin(spool, top, now, sink, format, readAgain);
        return new BackupWriter(destination, spoolLimit, List.of());
    }

    /** Makes the directory for a copy of a backup that is called so. */
    static BackupWriter forCopy(Path root, String name) {
        List<String> warnings = new ArrayList<>();
        return new BackupWriter(Destination.create(root, name, warnings), DEFAULT_SPOOL, List.copyOf(warnings));
    }

    /** Creates a file written from beginning to end by one thread; listed once it is closed. */
    public OutputStream file(String name, @Nullable String format) throws IOException {
        return create(
                name,
                file -> list(
                        new Manifest.File(name, file.position(), file.sha256(), format, Compression.NONE, List.of())));
    }

    /** See {@link dev.coffer.backup.spi.ExportContext#piecedFile}; listed once it is finished. */
    public PiecedFile piecedFile(
            String name,
            @Nullable String format,
            Compression compression,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing)
            throws IOException {
        List<Manifest.Piece> pieces = new ArrayList<>();
        CountedFile created = create(
                name,
                file -> list(new Manifest.File(
                        name,
                        file.position(),
                        file.sha256(),
                        format,
                        compression,
                        // What nobody restores has no tables to be found.
                        format == null ? List.of() : List.copyOf(pieces))));
        return new PiecedFileWriter(created, compression, spool, preamble, tables, framing, pieces);
    }

    private CountedFile create(String name, Consumer<CountedFile> completed) throws IOException {
        if (!FileNames.isSafe(name) || name.equals(ManifestFile.NAME)) {
            throw new IllegalArgumentException("not a name for a file of a backup: " + FileNames.printable(name));
        }
        spool.requireRunning();
        durability.requireSound();
        Path path = place(name);
        try {
            WritableByteChannel channel = destination.channel(name);
            Consumer<CountedFile> ended = done -> {
                open.remove(done);
                completed.accept(done);
            };
            CountedFile file = channel == null
                    ? CountedFile.create(name, path, permissions, durability, ended)
                    : CountedFile.into(channel, name, path, durability, ended);
            open.add(file);
            return file;
        } catch (FileAlreadyExistsException e) {
            throw Problem.of(ErrorCode.NAME_TAKEN, "two formats write a file of the same name")
                    .file(name)
                    .hint("leave one of the two formats out of the plan")
                    .exception(e);
        }
    }

    /** Where a file of the name goes; makes the folders that it lies in. */
    private Path place(String name) {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            makeFolder(destination.folder().resolve(name.substring(0, slash)), name);
        }
        return destination.folder().resolve(name);
    }

    private void makeFolder(Path folder, String name) {
        if (folders.contains(folder)) {
            return;
        }
        try {
            Files.createDirectory(folder, permissions.ofFolder());
        } catch (FileAlreadyExistsException e) {
            LOG.debug("backup.folder-exists folder={}", folder);
        } catch (IOException e) {
            throw StorageFailure.writing(e, name, destination.folder());
        }
        folders.add(folder);
    }

    /** From now on, files that an earlier backup has too take no room of their own where the file system allows. */
    public void share(BackupFiles earlier) {
        if (destination.folder().getFileSystem() == FileSystems.getDefault()) {
            shared = new SharedFiles(earlier);
        }
    }

    private void list(Manifest.File file) {
        SharedFiles same = shared;
        if (same != null) {
            same.share(destination.folder().resolve(file.name()), file);
        }
        destination.completed(file);
        files.put(file.name(), file);
    }

    /** Whether {@link #read} finds the files that were completed. */
    public boolean keepsFiles() {
        return destination.keepsFiles();
    }

    /** Ends a stream of one file, which has no manifest. */
    public void finish() {
        try {
            spool.close();
            publish();
        } catch (IOException e) {
            throw StorageFailure.writing(e, ManifestFile.NAME, null);
        }
    }

    /** A file that was completed before, with its hash. */
    Manifest.File file(String name) {
        Manifest.File file = files.get(name);
        if (file == null) {
            throw new IllegalStateException("no such file was completed: " + FileNames.printable(name));
        }
        return file;
    }

    /** Takes back a file that did not arrive as it should have. */
    void remove(String name) throws IOException {
        files.remove(name);
        Files.deleteIfExists(destination.folder().resolve(name));
    }

    /** Waits until the files so far are on the disk. */
    void await() {
        durability.await();
    }

    /** Where the files are while they are being written. */
    Path folder() {
        return destination.folder();
    }

    /** Reads a file that was completed before. */
    public InputStream read(String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new IllegalStateException("no such file was completed: " + FileNames.printable(name));
        }
        return Files.newInputStream(destination.folder().resolve(name));
    }

    /** Where a file that was completed before lies, unless that is not on the default file system. */
    public Optional<Path> local(String name) {
        if (!files.containsKey(name)) {
            throw new IllegalStateException("no such file was completed: " + FileNames.printable(name));
        }
        Path path = destination.folder().resolve(name);
        return path.getFileSystem() == FileSystems.getDefault() ? Optional.of(path) : Optional.empty();
    }

    /** The files so far, in the order of their names. */
    public List<Manifest.File> files() {
        return List.copyOf(files.values());
    }

    /** Sentences for the report, such as that permissions could not be set. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Lets a thread write pieces without ever waiting for room, until what is returned is closed; wakes it if it waits
     * already. For the one thread that must write a piece out of order (the holder of the snapshot, which alone can read a
     * table that a worker was refused): if it waited, nobody might be left to take the turn that it waits for. What it
     * writes can exceed the bound of the spool; that is the price.
     */
    public Exemption spoolUnbounded(Thread thread) {
        spool.exempt(thread);
        return () -> spool.bound(thread);
    }

    /** See {@link BackupWriter#spoolUnbounded}. */
    public interface Exemption extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Wakes every thread that waits for room and makes every further write fail, with {@link
     * dev.coffer.backup.CancelledException}. For the thread that sees the first failure; that of a stream handed out here
     * does it by itself.
     */
    public void abort() {
        spool.abort();
    }

    /**
     * Writes the manifest and gives the directory its final name.
     *
     * @param manifest with exactly {@link #files()}
     * @return where the backup lies
     */
    public Path commit(Manifest manifest) {
        return commit(manifest, null).directory();
    }

    /**
     * The same, with an archive beside the directory, which appears with it.
     *
     * @param archive the form of the archive, or null for none
     */
    public Published commit(Manifest manifest, @Nullable ArchiveFormat archive) {
        spool.requireRunning();
        open.stream().filter(CountedFile::isOpen).findAny().ifPresent(file -> {
            throw new IllegalStateException("the file " + file.name() + " is not complete");
        });
        if (ended || !manifest.files().equals(files())) {
            throw new IllegalStateException(
                    ended ? "the backup was ended before" : "the manifest does not name the files that were written");
        }
        return commit(
                () -> ManifestFile.write(manifest, destination.folder(), permissions, durability), manifest, archive);
    }

    /**
     * Without an archive, and with a manifest that was written before.
     *
     * @param manifest its bytes; whoever gives them has compared it with the files
     */
    Path commitCopy(byte[] manifest) {
        if (ended) {
            throw new IllegalStateException("the backup was ended before");
        }
        return commit(() -> ManifestFile.write(manifest, destination.folder(), permissions, durability), null, null)
                .directory();
    }

    private Published commit(FileWork writing, @Nullable Manifest manifest, @Nullable ArchiveFormat format) {
        try {
            spool.close();
            durability.await();
            if (manifest != null) {
                destination.requireArrived(manifest.files());
            }
            writing.run();
            if (manifest == null || format == null) {
                return new Published(publish(), null);
            }
            try (ArchiveFile archive = ArchiveFile.beside(destination, manifest, format)) {
                Path published = publish();
                archive.publishBeside();
                return new Published(published, archive.path());
            }
        } catch (IOException e) {
            throw StorageFailure.writing(e, ManifestFile.NAME, destination.folder());
        }
    }

    private Path publish() throws IOException {
        Path published = destination.publish(new HashSet<>(folders));
        ended = true;
        durability.close();
        LOG.debug("backup.complete folder={} files={}", published, files.size());
        return published;
    }

    /** Removes what was written, unless it was committed. Never throws, so that the first failure is the one that is seen. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        // What a file system does over a network, an interrupted thread could not wait for.
        boolean interrupted = Thread.interrupted();
        spool.abort();
        open.stream().filter(CountedFile::isOpen).forEach(file -> attempt(file::abandon));
        attempt(spool::close);
        durability.close();
        attempt(destination::discard);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(FileWork removal) {
        try {
            removal.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("backup.left folder={}", destination.folder(), e);
        }
    }

    /**
     * What a run has made.
     *
     * @param archive beside the directory, where one was asked for
     */
    public record Published(Path directory, @Nullable Path archive) {}

    private interface FileWork {
        void run() throws IOException;
    }
}
