package dev.coffer.backup.internal.connect;

import java.time.Duration;

/**
 * How long a server may be silent before it is taken for gone. A statement that takes hours is silent too: so silence alone ends
 * nothing, only a server that does not answer a new connection either, several times in a row.
 *
 * @param silence without a byte from the server before it is asked for a sign of life
 * @param answer how long it may take to give one
 * @param times how often it fails to give one, without a pause, before the connection is given up
 */
public record Patience(Duration silence, Duration answer, int times) {
    /** Given up after 70 seconds. */
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(10), 4);

    /** From the last byte to the end of the connection. */
    Duration total() {
        return silence.plus(answer.multipliedBy(times));
    }
}
