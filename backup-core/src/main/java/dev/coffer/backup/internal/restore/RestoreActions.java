package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.List;

/**
 * What a restore does: the one decision that a preview prints and a run carries out.
 *
 * @param drops objects that go first, in order
 * @param creates objects to create, in order; materialized views to refresh are among them
 * @param rights to be run after these and the rows
 * @param keeps objects of the backup that exist and stay
 * @param tables whose rows are loaded, in that order
 * @param live those of them that exist
 * @param several whether one transaction cannot hold all of it, or is not wanted to
 * @param skips what will be left out
 * @param warnings for the report
 */
record RestoreActions(
        List<SchemaEntry> drops,
        List<SchemaEntry> creates,
        List<SchemaEntry> rights,
        List<LiveObjects.Kept> keeps,
        List<TableAction> tables,
        LiveTables live,
        boolean several,
        List<Skip> skips,
        List<String> warnings) {}
