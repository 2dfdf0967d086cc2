package dev.coffer.backup.spi;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A file of the backup to which several threads write tables, or parts of tables, at the same time, and in which these
 * stand in order all the same. The piece whose turn it is goes straight to the file; later ones wait in a bounded spool.
 */
public interface PiecedFile extends Closeable {
    /**
     * Begins a piece. Each (table, part) is asked for once; its stream is closed when the part is complete, and only
     * then. The stream buffers nothing worth speaking of: write in blocks.
     */
    OutputStream piece(TableData table, int part) throws IOException;

    /**
     * Completes the file, once all pieces of all its tables are closed.
     *
     * @param epilogue written after the last table; uncompressed bytes
     * @throws IllegalStateException when a piece is missing
     */
    void finish(Epilogue epilogue) throws IOException;

    /** Gives back what is held; a file that was not finished stays out of the manifest. */
    @Override
    void close() throws IOException;

    /** Writes what comes after the last table. */
    @FunctionalInterface
    interface Epilogue {
        /**
         * Writes it.
         *
         * @param out the end of the file; not to be closed
         * @param sha256 the SHA-256, in lower-case hexadecimal digits, of every uncompressed byte of the file so far
         */
        void write(OutputStream out, String sha256) throws IOException;
    }
}
