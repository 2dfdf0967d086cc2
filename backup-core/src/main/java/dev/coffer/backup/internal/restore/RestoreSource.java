package dev.coffer.backup.internal.restore;

import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.store.Unpacked;
import dev.coffer.backup.spi.RestoreContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore reads from, proved to be whole.
 *
 * @param catalogue what to create
 * @param tables the tables with rows, in the order of the files
 * @param strategy reads their rows
 * @param context what the strategy reads them through
 * @param proof what was verified, for the report
 * @param skips what is left out by choice, and why
 */
record RestoreSource(
        Catalogue catalogue,
        List<SourceTable> tables,
        RestoreStrategy strategy,
        RestoreContext context,
        String proof,
        List<Skip> skips) {

    /** Everything that it holds. */
    RestoreSource(
            Catalogue catalogue,
            List<SourceTable> tables,
            RestoreStrategy strategy,
            RestoreContext context,
            String proof) {
        this(catalogue, tables, strategy, context, proof, List.of());
    }

    /** Whether it is rows and nothing that says what they belong to. */
    boolean rowsAlone() {
        return context instanceof LooseRowsSource.Context;
    }

    /** Opens the source of a plan and narrows it to what the plan chooses; the target has not been touched. */
    static RestoreSource open(RestoreSettings settings, @Nullable Unpacked backup) {
        return narrowed(
                Trust.checked(whole(settings, backup), settings.wishes()), settings.selection(), settings.scope());
    }

    static RestoreSource narrowed(RestoreSource whole, TableSelection selection, Scope scope) {
        RestoreSource chosen = ChosenTables.of(whole, selection, scope);
        return scope == Scope.EVERYTHING ? EmptyTables.withoutKeysTo(chosen) : chosen;
    }

    private static RestoreSource whole(RestoreSettings settings, @Nullable Unpacked backup) {
        if (backup != null) {
            return BackupSource.open(backup.files(), settings.strategies(), settings.scope());
        }
        if (settings.looseFile() != null) {
            return LooseFileSource.open(settings.looseFile(), settings.strategies());
        }
        throw new IllegalStateException("a plan without backup and file");
    }
}
