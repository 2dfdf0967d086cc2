package dev.coffer.backup.cli;

import dev.coffer.backup.Completeness;

/** What the shell is told. */
final class ExitStatus {
    static final int COMPLETE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int SKIPS = 3;
    /** Nothing was done, since another run does it. */
    static final int BUSY = 4;

    private ExitStatus() {}

    static int of(Completeness completeness) {
        return completeness == Completeness.COMPLETE ? COMPLETE : SKIPS;
    }

    /** Its name in JSON. */
    static String word(int status) {
        return switch (status) {
            case COMPLETE -> "complete";
            case FAILED -> "failed";
            case USAGE -> "misuse";
            case SKIPS -> "skips";
            case BUSY -> "busy";
            default -> throw new IllegalArgumentException("no exit status of ours: " + status);
        };
    }
}
