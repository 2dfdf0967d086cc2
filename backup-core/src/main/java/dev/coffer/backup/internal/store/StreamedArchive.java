package dev.coffer.backup.internal.store;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.internal.archive.ArchiveWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup that becomes one archive in a stream: each file lies in a folder of the owner's until it is complete, is appended, and
 * deleted. The manifest comes last, so that an archive that was broken off is no backup.
 */
final class StreamedArchive implements Destination {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedArchive.class);
    private static final String STREAM = "the stream";

    private final TemporaryFolder temporary;
    private final Path target;
    private final Sink sink;
    private final ArchiveWriter archive;
    private final Set<String> readAgain;
    private final List<Manifest.File> waiting = new ArrayList<>();

    private StreamedArchive(
            TemporaryFolder temporary, Path target, Sink sink, ArchiveWriter archive, Set<String> readAgain) {
        this.temporary = temporary;
        this.target = target;
        this.sink = sink;
        this.archive = archive;
        this.readAgain = readAgain;
    }

    /**
     * Begins the archive.
     *
     * @param spool the folder in which one is made for the files
     * @param readAgain formats whose files must stay until the end
     */
    static StreamedArchive begin(
            Path spool, String top, Instant now, Sink sink, ArchiveFormat format, Set<String> readAgain) {
        TemporaryFolder temporary = TemporaryFolder.create(spool);
        try {
            return new StreamedArchive(
                    temporary,
                    temporary.path().resolve(top),
                    sink,
                    new ArchiveWriter(sink, format, top, now),
                    readAgain);
        } catch (IOException e) {
            temporary.close();
            throw StorageFailure.writing(e, STREAM, null);
        }
    }

    @Override
    public Path folder() {
        return temporary.path();
    }

    /** Nothing ever lies there; its last name is the folder's in the archive. */
    @Override
    public Path target() {
        return target;
    }

    @Override
    public boolean keepsFiles() {
        return false;
    }

    @Override
    public Spool spool(long limit) {
        return new Spool(temporary.path(), "", limit);
    }

    @Override
    public synchronized void completed(Manifest.File file) {
        if (file.format() != null && readAgain.contains(file.format())) {
            waiting.add(file);
        } else {
            append(file);
        }
    }

    private void append(Manifest.File file) {
        Path path = temporary.path().resolve(file.name());
        MessageDigest sha = Sha256.begin();
        try {
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), sha)) {
                archive.file(file.name(), file.bytes(), in);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw StorageFailure.writing(e, sink.failure() == null ? file.name() : STREAM, null);
        }
        Verification.requireHash(file, Sha256.hex(sha));
    }

    @Override
    public void requireArrived(List<Manifest.File> files) {
        // Whether they do, only the other end can know.
    }

    @Override
    public synchronized Path publish(Set<Path> folders) throws IOException {
        waiting.forEach(this::append);
        Path manifest = temporary.path().resolve(ManifestFile.NAME);
        try (InputStream in = Files.newInputStream(manifest)) {
            archive.file(ManifestFile.NAME, Files.size(manifest), in);
        }
        archive.finish();
        temporary.close();
        return target;
    }

    @Override
    public void discard() {
        sink.abandon();
        try {
            archive.close();
        } catch (IOException e) {
            // It was given up in the middle of a file.
            LOG.debug("stream.abandoned error={}", e.toString());
        }
        temporary.close();
    }
}
