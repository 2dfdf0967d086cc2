package dev.coffer.backup.internal.connect;

import java.io.IOException;
import java.time.Duration;

/** The cause of a connection's end that was ours: nothing came from the server any more. */
final class SilentServerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Life found;

    SilentServerException(Duration silence, Life found) {
        super("no byte came from the server for " + silence.toSeconds() + " s, "
                + (found == Life.NONE
                        ? "nor an answer to new connections"
                        : "and its process waits for us although we wait for it"));
        this.found = found;
    }

    /** Whether nobody answered at all. */
    boolean nobodyAnswered() {
        return found == Life.NONE;
    }
}
