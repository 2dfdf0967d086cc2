package dev.coffer.backup;

import dev.coffer.backup.internal.message.Few;
import java.util.List;

/** The one rule for reports that may name skips. */
final class Skips {
    private Skips() {}

    static void requireNone(List<Skip> skips, String what) {
        if (!skips.isEmpty()) {
            throw Problem.of(ErrorCode.INCOMPLETE, what + " is complete but for: " + Few.statements(skips))
                    .hint("leave these out of the plan, or accept them by not calling requireComplete()")
                    .exception();
        }
    }
}
