package dev.coffer.backup.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What core gives to an exporter for one run. Safe for use by several threads. Names of files are relative to the
 * backup, with {@code /} as separator; core creates folders and files with narrow permissions, counts and hashes their
 * bytes, and lists them in the manifest.
 */
public interface ExportContext {
    /** The version of this library, for files that say what wrote them. */
    String libraryVersion();

    /** The moment whose state the rows are, by the server's clock. */
    Instant snapshotTime();

    /** The tables in the order in which files hold them: parents first; large objects, where there are any, last. */
    List<TableData> tables();

    /**
     * The catalogue document: one JSON object in UTF-8 with the server, the tables with their columns and every schema
     * entry; what {@code schema.json} holds. A format that wants to restore the database from its file alone embeds it.
     */
    byte[] catalogueDocument();

    /** The schema up to the point where rows are loaded, as SQL for psql without meta-commands. */
    void writePreDataSql(OutputStream out) throws IOException;

    /** The schema from the point where rows have been loaded, sequences included, as SQL for psql without meta-commands. */
    void writePostDataSql(OutputStream out) throws IOException;

    /**
     * What was read of the table.
     *
     * @throws IllegalStateException before {@link Export#finish()} is called
     */
    TableTotals totals(TableData table);

    /**
     * A name for the file of a table, without folder: safe on every file system and different for every table,
     * whatever characters the table's name has.
     *
     * @param suffix appended as it is, such as {@code ".csv"}
     */
    String fileNameFor(TableData table, String suffix);

    /**
     * Where rows of the table can be inserted whatever database they come into, as quoted and qualified SQL: for a partition its
     * topmost parent, since which leaf a row belongs to may depend on OIDs and on collation; else the table itself.
     */
    String loadTarget(TableData table);

    /** Creates a file that is written by one thread from beginning to end. */
    OutputStream file(String name) throws IOException;

    /**
     * Creates a file that holds one table or several.
     *
     * @param name with {@link Compression#suffix()} already appended
     * @param tables those that the file will hold, in the order of {@link #tables()}
     * @param preamble written first; the SHA-256 of the epilogue covers it
     * @param framing the bytes around each table; asked once for each
     */
    PiecedFile piecedFile(
            String name,
            Compression compression,
            byte[] preamble,
            List<TableData> tables,
            Function<TableData, Framing> framing)
            throws IOException;

    /**
     * Whether {@link #read} finds the files that were completed before; not in a stream, into which they are gone. The default is true.
     */
    default boolean keepsFiles() {
        return true;
    }

    /**
     * The bytes of a file of this backup that was completed before: for a second form made from the first. An exporter that
     * {@linkplain dev.coffer.backup.TableExporter#connects connects} finds its files wherever they go.
     */
    java.io.InputStream read(String name) throws IOException;

    /**
     * The snapshot, for an exporter that reads the database on its own; nothing for one that does not say so in {@link
     * dev.coffer.backup.TableExporter#connects}.
     */
    Optional<SharedSnapshot> snapshot();

    /**
     * Where a file of this backup that was completed before lies, for programs that read it by its path; nothing where it is
     * not on the default file system.
     */
    Optional<Path> local(String name);

    /** Adds a sentence to the warnings of the report and the manifest. */
    void warn(String sentence);

    /** Adds this format's part to {@code BACKUP_INFO.txt}: its files and how to restore from them. */
    void info(String text);
}
