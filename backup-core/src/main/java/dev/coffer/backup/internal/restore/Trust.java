package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.restore.RestoreWishes.Wish;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.internal.schema.StatementGrammar;
import java.util.ArrayList;
import java.util.List;

/** What may be run of what a backup says. */
final class Trust {
    private static final String REFRESH = "materialized view data";

    private Trust() {}

    /** Refuses a source with statements that no backup of this library holds. */
    static RestoreSource checked(RestoreSource source, RestoreWishes wishes) {
        if (wishes.has(Wish.UNTRUSTED)) {
            return source;
        }
        Catalogue catalogue = source.catalogue();
        catalogue.entries().forEach(Trust::check);
        catalogue.rights().forEach(Trust::check);
        return source;
    }

    private static void check(SchemaEntry entry) {
        String objection = StatementGrammar.objection(entry);
        if (objection != null) {
            throw Problem.of(ErrorCode.MALFORMED, "the backup's schema holds " + objection)
                    .object(entry.id())
                    .hint(
                            "somebody else wrote it, or a newer version of this library did; a RestorePlan with untrusted() loads the"
                                    + " rows alone, into tables that exist")
                    .exception();
        }
    }

    /** A source of which nothing is run: what the target itself calls its materialized views is all that there is to do. */
    static RestoreSource rowsAlone(RestoreSource source, TargetState target, RestoreSettings settings) {
        if (!settings.wishes().has(Wish.UNTRUSTED)) {
            return source;
        }
        if (source.strategy().connects()) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            source.strategy().format().name()
                                    + " runs what stands in its file, so an untrusted one cannot be loaded")
                    .hint("restore from JSON or CSV")
                    .exception();
        }
        Catalogue catalogue = source.catalogue();
        List<SchemaEntry> entries = new ArrayList<>();
        for (SchemaEntry entry : catalogue.entries()) {
            for (String view : target.materializedViews().keySet()) {
                if (entry.kind().equals(REFRESH) && entry.identity().equals(view)) {
                    entries.add(new SchemaEntry(
                            REFRESH,
                            null,
                            view,
                            Section.POST_DATA,
                            List.of("REFRESH MATERIALIZED VIEW " + view),
                            List.of(),
                            null,
                            null));
                }
            }
        }
        Catalogue rows = new Catalogue(
                catalogue.server(),
                catalogue.tables(),
                entries,
                List.of(),
                catalogue.sequences(),
                catalogue.withoutRows(),
                catalogue.largeObjects(),
                catalogue.skipped(),
                catalogue.warnings());
        return new RestoreSource(
                rows, source.tables(), source.strategy(), source.context(), source.proof(), source.skips());
    }
}
