package dev.coffer.backup.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param status see {@link ExitStatus}
 * @param text shows it to people
 * @param values puts what a program wants to know; the keys are documented in {@code docs/reference/shell.md} and stay
 */
record Outcome(int status, Consumer<Terminal> text, Consumer<Values> values) {
    static Outcome complete(Consumer<Terminal> text, Consumer<Values> values) {
        return new Outcome(ExitStatus.COMPLETE, text, values);
    }

    /** All of it as one line of JSON. */
    String line(@Nullable String command) {
        Values all = new Values()
                .put("command", command)
                .put("status", status)
                .put("outcome", ExitStatus.word(status))
                .put("finished", Instant.now().truncatedTo(ChronoUnit.MILLIS));
        values.accept(all);
        return all.json();
    }
}
