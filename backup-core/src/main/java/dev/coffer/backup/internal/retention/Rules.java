package dev.coffer.backup.internal.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a policy; each one keeps backups.
 *
 * @param last how many of the newest, or 0 for no such rule
 * @param within how young, or null for no such rule
 * @param quarterly one for each quarter of a year
 * @param archive where that one goes when the quarter is over and no other rule keeps it, or null: it stays
 */
public record Rules(
        int last,
        @Nullable Duration within,
        boolean quarterly,
        @Nullable Path archive) {
    /** Without an archive. */
    Rules(int last, @Nullable Duration within, boolean quarterly) {
        this(last, within, quarterly, null);
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (last > 0) {
            words.add("the last " + last);
        }
        if (within != null) {
            words.add("the last " + Ages.words(within));
        }
        if (quarterly) {
            words.add("one a quarter" + (archive == null ? "" : " in " + archive));
        }
        return "keep " + String.join(", ", words);
    }
}
