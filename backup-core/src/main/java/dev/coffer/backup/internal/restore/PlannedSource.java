package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.store.Unpacked;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The source of a plan, opened, and the settings that it allows: files of rows alone become a source only with a look at the
 * target.
 */
final class PlannedSource {
    private final RestoreSettings settings;
    private final @Nullable RestoreSource known;
    private final Function<TargetState, RestoreSource> in;

    private PlannedSource(
            RestoreSettings settings, @Nullable RestoreSource known, Function<TargetState, RestoreSource> in) {
        this.settings = settings;
        this.known = known;
        this.in = in;
    }

    /**
     * Opens and verifies what the plan restores from; the target has not been touched.
     *
     * @param backup its files, or null where it is a loose file
     */
    static PlannedSource open(RestoreSettings settings, @Nullable Unpacked backup) {
        if (settings.looseFile() != null) {
            Optional<LooseRowsSource> rows =
                    LooseRowsSource.open(settings.looseFile(), settings.strategies(), settings.intoTable());
            if (rows.isPresent()) {
                checkRowsAlone(settings);
                return new PlannedSource(settings.dataOnly(), null, rows.get()::in);
            }
        }
        if (settings.intoTable() != null) {
            throw Problem.of(
                            ErrorCode.INVALID_PLAN,
                            "the plan names a table to load into, and its source holds tables of its own")
                    .hint("leave out intoTable(…), and choose tables with tables(TableSelection.include(…))")
                    .exception();
        }
        return of(settings, RestoreSource.open(settings, backup));
    }

    /** One that has been verified. */
    static PlannedSource of(RestoreSettings settings, RestoreSource source) {
        return new PlannedSource(settings, source, target -> source);
    }

    private static void checkRowsAlone(RestoreSettings settings) {
        String what = null;
        if (settings.newDatabase() != null) {
            what = "into a new database";
        } else if (settings.scope() == Scope.SCHEMA_ONLY) {
            what = "as a schema";
        } else if (settings.existing() == Existing.CLEAN) {
            what = "with CLEAN, which drops tables";
        } else if (!settings.selection().equals(TableSelection.all())) {
            what = "by a selection of tables";
        } else if (settings.jobs() > 1) {
            what = "with several jobs";
        }
        if (what != null) {
            throw Problem.of(ErrorCode.INVALID_PLAN, "the file holds rows and no schema: it cannot be restored " + what)
                    .hint("load it into a table that exists, with intoTable(…) where its name does not say which")
                    .exception();
        }
    }

    /** Those of the plan; for rows alone nothing but their scope can be meant. */
    RestoreSettings settings() {
        return settings;
    }

    /** The source where it is known without the target; null for rows alone. */
    @Nullable
    RestoreSource known() {
        return known;
    }

    /** The source for this target. */
    RestoreSource in(TargetState target) {
        return Trust.rowsAlone(in.apply(target), target, settings);
    }
}
