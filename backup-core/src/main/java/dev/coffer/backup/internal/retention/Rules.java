package dev.coffer.backup.internal.retention;

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
 */
public record Rules(int last, @Nullable Duration within, boolean quarterly) {
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
            words.add("one a quarter");
        }
        return "keep " + String.join(", ", words);
    }
}
