package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.TableName;
import java.util.List;

/**
 * A catalogue as it was read for a backup.
 *
 * @param catalogue what goes into the backup; its sequences are empty until they are read after the snapshot
 * @param tables the same tables, in the same order, with what reading them needs
 * @param sequenceNames every sequence that {@link Catalogue#sequences()} will hold, as quoted SQL, with its name
 * @param fingerprint changes when any row of the catalogue that the entries were made from changes
 */
public record LiveCatalogue(
        Catalogue catalogue, List<LiveTable> tables, List<SequenceName> sequenceNames, String fingerprint) {

    /**
     * A sequence by name and by the quoted form.
     *
     * @param onPrimaryOnly whether its state cannot be had here: an unlogged one, seen from a standby
     */
    public record SequenceName(TableName name, String quoted, boolean onPrimaryOnly) {}
}
