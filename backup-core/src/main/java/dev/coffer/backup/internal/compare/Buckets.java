package dev.coffer.backup.internal.compare;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.internal.store.TemporaryFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digests of the rows of one table, 32 bytes a row, spread over files by their keys: so that rows with equal keys of two
 * tables lie in files of the same number, each small enough for memory.
 */
final class Buckets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Buckets.class);
    private static final int MOST = 256;
    private static final int ROWS = 50_000;
    private static final int BUFFER = 16 * 1024;

    private final List<Path> files = new ArrayList<>();
    private final List<DataOutputStream> writers = new ArrayList<>();

    /** Files named by a prefix of their own. */
    Buckets(TemporaryFolder folder, String prefix, int count) {
        try {
            for (int i = 0; i < count; i++) {
                Path file = Files.createTempFile(folder.path(), prefix, "");
                files.add(file);
                writers.add(new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER)));
            }
        } catch (IOException e) {
            closeAll();
            throw failed(e, folder.path());
        }
    }

    /** How many are needed for as many rows. */
    static int count(long rows) {
        return (int) Math.max(1, Math.min(MOST, rows / ROWS));
    }

    void add(Digest key, Digest columns) {
        int bucket = (int) Long.remainderUnsigned(key.high(), writers.size());
        DataOutputStream out = writers.get(bucket);
        try {
            out.writeLong(key.high());
            out.writeLong(key.low());
            out.writeLong(columns.high());
            out.writeLong(columns.low());
        } catch (IOException e) {
            throw failed(e, files.get(bucket));
        }
    }

    /** To be called after the last row. */
    void complete() {
        for (int i = 0; i < writers.size(); i++) {
            try {
                writers.get(i).close();
            } catch (IOException e) {
                throw failed(e, files.get(i));
            }
        }
    }

    /** Of those that are complete nothing is open; the others belong to a comparison that has failed already. */
    private void closeAll() {
        for (int i = 0; i < writers.size(); i++) {
            try {
                writers.get(i).close();
            } catch (IOException e) {
                LOG.debug("compare.bucket-left file={}", files.get(i), e);
            }
        }
    }

    void read(int bucket, Reader into) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(files.get(bucket)), BUFFER))) {
            while (true) {
                long high;
                try {
                    high = in.readLong();
                } catch (EOFException end) {
                    return;
                }
                into.row(new Digest(high, in.readLong()), new Digest(in.readLong(), in.readLong()));
            }
        } catch (IOException e) {
            throw StorageFailure.reading(e, files.get(bucket).toString());
        }
    }

    private static BackupException failed(IOException e, Path file) {
        return StorageFailure.temporary(StorageFailure.writing(e, file.toString(), file.getParent()), file);
    }

    @Override
    public void close() {
        closeAll();
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The folder around them goes soon, and says what it could not remove.
                LOG.debug("compare.bucket-left file={}", file, e);
            }
        }
    }

    /** Takes the digests of one row. */
    interface Reader {
        void row(Digest key, Digest columns);
    }
}
