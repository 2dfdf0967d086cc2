package dev.coffer.backup;

import java.util.List;
import java.util.stream.Collectors;

/** The one rule for reports that may name skips. */
final class Skips {
    private static final int SHOWN = 10;

    private Skips() {}

    static void requireNone(List<Skip> skips, String what) {
        if (!skips.isEmpty()) {
            String named = skips.stream().limit(SHOWN).map(Skip::toString).collect(Collectors.joining("; "));
            String more = skips.size() > SHOWN ? "; and " + (skips.size() - SHOWN) + " more" : "";
            throw Problem.of(ErrorCode.INCOMPLETE, what + " is complete but for: " + named + more)
                    .hint("leave these out of the plan, or accept them by not calling requireComplete()")
                    .exception();
        }
    }
}
