package dev.coffer.backup.cli;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.PruneReport;
import dev.coffer.backup.RetentionPolicy;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;

/** After a backup: says that more lie there than are to be kept, and where somebody watches offers to remove the rest. */
final class KeepOffer {
    private final Terminal terminal;
    private final Path folder;
    private final int last;

    KeepOffer(Terminal terminal, Path folder, int last) {
        this.terminal = terminal;
        this.folder = folder;
        this.last = last;
    }

    void make() {
        if (folder.getFileSystem() != FileSystems.getDefault()) {
            return;
        }
        RetentionPolicy policy = RetentionPolicy.builder().keepLast(last).build();
        try {
            PruneReport planned = policy.preview(folder);
            if (planned.removed().isEmpty()) {
                return;
            }
            String many = Quantity.of(planned.removed().size(), "backup");
            terminal.tell("warning: more than the last " + last + " lie in " + folder + "; coffer prune " + folder
                    + " --keep-last " + last + " --apply would remove " + many);
            if (terminal.interactive() && isYes(terminal.ask().apply("Remove " + many + " now? [y/N] "))) {
                LivingReports.prune(terminal, policy.prune(folder));
            }
        } catch (BackupException e) {
            // The backup is complete whatever becomes of the older ones.
            terminal.tell("warning: the older backups cannot be looked at: "
                    + e.problem().what());
        }
    }

    private static boolean isYes(@org.jspecify.annotations.Nullable String answer) {
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
