package dev.coffer.backup.internal.store;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Framing;
import dev.coffer.backup.spi.PiecedFile;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A backup directory while it is being written. Everything is created with narrow permissions, counted, hashed and
 * fsynced; only {@link #commit} makes it a backup. Safe for use by several threads.
 */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public interface BackupWriter extends AutoCloseable {
    /** Makes the directory {@code <name>_<time>.partial}, or on a foreign file system its final one. */
    static BackupWriter create(Path root, String name, Instant now) {
        throw new UnsupportedOperationException("being written");
    }

    /** Creates a file written from beginning to end by one thread; listed once it is closed. */
    OutputStream file(String name, @Nullable String format) throws IOException;

    /** See {@link dev.coffer.backup.spi.ExportContext#piecedFile}. */
    PiecedFile piecedFile(
            String name,
            String format,
            Compression compression,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing)
            throws IOException;

    /** Reads a file that was completed before. */
    InputStream read(String name) throws IOException;

    /** The files so far, in the order of their names. */
    List<Manifest.File> files();

    /** Sentences for the report, such as that permissions could not be set. */
    List<String> warnings();

    /**
     * Writes the manifest and gives the directory its final name.
     *
     * @return where the backup lies
     */
    Path commit(Manifest manifest);

    /** Removes what was written, unless it was committed. */
    @Override
    void close();
}
