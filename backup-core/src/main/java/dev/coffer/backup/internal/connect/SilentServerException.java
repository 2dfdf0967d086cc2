package dev.coffer.backup.internal.connect;

import java.io.IOException;
import java.time.Duration;

/** The cause of a connection's end that was ours: nothing came from the server any more. */
final class SilentServerException extends IOException {
    private static final long serialVersionUID = 1L;

    SilentServerException(Duration silence) {
        super("no byte came from the server for " + silence.toSeconds() + " s, nor an answer to new connections");
    }
}
