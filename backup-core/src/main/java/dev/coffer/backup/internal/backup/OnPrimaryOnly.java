package dev.coffer.backup.internal.backup;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.selection.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a standby knows by name only: the rows of unlogged tables and the state of unlogged sequences do not reach it. They are named as
 * skips; the structure is backed up.
 *
 * @param tables the plan's tables of that kind
 */
record OnPrimaryOnly(List<TableName> tables) {
    static OnPrimaryOnly of(LiveCatalogue live, Choice choice, Set<TableName> excludedData) {
        return new OnPrimaryOnly(live.tables().stream()
                .filter(LiveTable::onPrimaryOnly)
                .map(table -> table.table().name())
                .filter(name -> choice.tables().contains(name) && !excludedData.contains(name))
                .toList());
    }

    Cut leaveOut(Cut cut) {
        List<Skip> skips = new ArrayList<>();
        for (TableName table : tables) {
            skips.add(new Skip("rows of table " + table, "it is unlogged: a standby does not have them"));
        }
        List<LiveCatalogue.SequenceName> remaining = new ArrayList<>();
        for (LiveCatalogue.SequenceName sequence : cut.sequences()) {
            if (sequence.onPrimaryOnly()) {
                skips.add(
                        new Skip("state of sequence " + sequence.name(), "it is unlogged: a standby does not have it"));
            } else {
                remaining.add(sequence);
            }
        }
        return skips.isEmpty() ? cut : cut.lacking(remaining, skips);
    }
}
