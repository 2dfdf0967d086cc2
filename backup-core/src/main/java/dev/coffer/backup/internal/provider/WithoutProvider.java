package dev.coffer.backup.internal.provider;

import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.catalogue.LiveTable;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.selection.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A database without what is its provider's: neither backed up nor read. What needs it stays, and a restore looks whether it can be. */
public final class WithoutProvider {
    private WithoutProvider() {}

    /** The same with a skip for each schema and each object outside of these that is left out. */
    public static LiveCatalogue of(LiveCatalogue live, ProviderProfile profile) {
        Catalogue whole = live.catalogue();
        ProvidersOwn theirs = new ProvidersOwn(profile, whole.entries(), whole.rights());
        List<SchemaEntry> kept = theirs.without(whole.entries());
        List<LiveTable> tables = live.tables().stream()
                .filter(table -> !theirs.contains(table.table().name()))
                .toList();
        if (kept.size() == whole.entries().size()
                && tables.size() == live.tables().size()) {
            return live;
        }
        List<Skip> skips = new ArrayList<>(whole.skipped());
        skips.addAll(skips(live, theirs, profile));
        Set<String> gone = Sequences.createdBy(
                whole.entries().stream().filter(theirs::contains).toList());
        Catalogue rest = new Catalogue(
                whole.server(),
                tables.stream().map(LiveTable::table).toList(),
                kept,
                whole.rightsOf(kept),
                whole.sequences(),
                whole.withoutRows(),
                whole.largeObjects(),
                skips,
                whole.warnings());
        return new LiveCatalogue(
                rest,
                tables,
                live.sequenceNames().stream()
                        .filter(sequence -> !gone.contains(sequence.quoted())
                                && !profile.schemas().contains(sequence.name().schema()))
                        .toList(),
                live.fingerprint());
    }

    private static List<Skip> skips(LiveCatalogue live, ProvidersOwn theirs, ProviderProfile profile) {
        Map<String, int[]> schemas = new TreeMap<>();
        List<Skip> skips = new ArrayList<>();
        for (SchemaEntry entry : live.catalogue().entries()) {
            if (!theirs.contains(entry)) {
                continue;
            }
            if (entry.kind().equals("schema")) {
                schemas.computeIfAbsent(entry.identity(), schema -> new int[2]);
            } else if (entry.schema() != null && profile.schemas().contains(entry.schema())) {
                schemas.computeIfAbsent(entry.schema(), schema -> new int[2])[1]++;
            } else if (entry.kind().equals("table") || (entry.drop() != null && entry.table() == null)) {
                skips.add(new Skip(entry.id(), theirs.reason()));
            }
        }
        for (LiveTable table : live.tables()) {
            String schema = table.table().name().schema();
            if (profile.schemas().contains(schema)) {
                schemas.computeIfAbsent(schema, same -> new int[2])[0]++;
            }
        }
        schemas.forEach((schema, holds) -> skips.add(new Skip(
                "schema " + schema,
                theirs.reason() + ", with the rows of " + holds[0] + (holds[0] == 1 ? " table" : " tables") + " and "
                        + holds[1] + " definitions in it")));
        return skips;
    }
}
