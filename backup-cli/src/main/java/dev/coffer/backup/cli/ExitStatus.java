package dev.coffer.backup.cli;

import dev.coffer.backup.Completeness;

/** What the shell is told. */
final class ExitStatus {
    static final int COMPLETE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int SKIPS = 3;

    private ExitStatus() {}

    static int of(Completeness completeness) {
        return completeness == Completeness.COMPLETE ? COMPLETE : SKIPS;
    }
}
