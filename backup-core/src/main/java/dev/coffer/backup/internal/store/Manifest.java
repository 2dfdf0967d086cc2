package dev.coffer.backup.internal.store;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.TableData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code manifest.json}, but for its own SHA-256.
 *
 * @param libraryVersion the version of Coffer that wrote it
 * @param id random, 128 bits in hexadecimal: tells two backups apart whatever they are called
 * @param server where the rows came from
 * @param snapshotTime the moment of the snapshot, by the server's clock
 * @param lsn the write-ahead log position of the snapshot where the role may read it, or null
 * @param timeline the history that this position belongs to, where the role may read it, or null: positions of one are in the order in
 *     which time passed, whatever the clock said
 * @param startedAt and finishedAt the run, by this machine's clock
 * @param settings what shaped the content: patterns, conditions (columns and kinds, never values), pins
 * @param formats those whose files are inside
 * @param tables in the order of the files
 * @param files every file but the manifest, in the order of their names
 * @param skips what was left out
 * @param warnings for the reader
 * @param lineage what a later backup needs to build on this one, or null when that was not asked for
 */
public record Manifest(
        String libraryVersion,
        String id,
        ServerInfo server,
        Instant snapshotTime,
        @Nullable String lsn,
        @Nullable String timeline,
        Instant startedAt,
        Instant finishedAt,
        Map<String, String> settings,
        List<FormatId> formats,
        List<Table> tables,
        List<File> files,
        List<Skip> skips,
        List<String> warnings,
        @Nullable Lineage lineage) {

    /**
     * A table of the backup.
     *
     * @param name the table
     * @param kind a table, or the large objects
     * @param columns the stored columns, in the order of the fields that the hash was made over
     * @param rows how many
     * @param bytes length of their COPY text
     * @param contentHash see {@link dev.coffer.backup.spi.TableTotals}
     * @param partial whether a condition restricted the rows
     * @param state differs from a later one when the table may have changed between; null where it is not known
     */
    public record Table(
            TableName name,
            TableData.Kind kind,
            List<Column> columns,
            long rows,
            long bytes,
            String contentHash,
            boolean partial,
            @Nullable String state) {}

    /**
     * Where a backup stands among those of its database.
     *
     * @param base the id of the backup that unchanged tables were taken from, or null when all were read
     * @param history which run of which server the snapshot was of, as names and values
     */
    public record Lineage(@Nullable String base, Map<String, String> history) {}

    /**
     * A file of the backup.
     *
     * @param name relative to the directory, with {@code /}
     * @param bytes its size
     * @param sha256 64 lower-case hexadecimal digits
     * @param format the format it belongs to, or null for the files that every backup has
     * @param compression of its pieces
     * @param pieces where tables lie in it; empty for a file without tables
     */
    public record File(
            String name,
            long bytes,
            String sha256,
            @Nullable String format,
            Compression compression,
            List<Piece> pieces) {}

    /**
     * Where a table, or a part of one, lies in a file.
     *
     * @param table the index of the table in {@link Manifest#tables()}
     * @param part the part of the table, counted from 0
     * @param offset where it begins in the file
     * @param length how many bytes it takes in the file
     * @param plainLength how many bytes it is uncompressed
     */
    public record Piece(int table, int part, long offset, long length, long plainLength) {}
}
