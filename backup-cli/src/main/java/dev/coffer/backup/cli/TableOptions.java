package dev.coffer.backup.cli;

import dev.coffer.backup.TableSelection;
import java.util.List;
import picocli.CommandLine.Option;

/** Which tables; the same for a backup and for a restore. */
final class TableOptions {
    @Option(
            names = "--table",
            paramLabel = "PATTERN",
            description = "Only tables that fit, such as public.*, with what they need; may be given several times.")
    private List<String> included = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "No table that fits, such as *.audit_*; may be given several times.")
    private List<String> excluded = List.of();

    @Option(names = "--allow-no-match", description = "Let patterns pass that fit nothing.")
    private boolean allowNoMatch;

    boolean areChosen() {
        return !included.isEmpty() || !excluded.isEmpty();
    }

    TableSelection selection() {
        TableSelection selection =
                included.isEmpty() ? TableSelection.all() : TableSelection.include(included.toArray(String[]::new));
        if (!excluded.isEmpty()) {
            selection = selection.exclude(excluded.toArray(String[]::new));
        }
        return allowNoMatch ? selection.allowNoMatch() : selection;
    }
}
