package dev.coffer.backup.cli;

import dev.coffer.backup.Progress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A line for each phase, and one every ten seconds while rows or files travel: for logs. */
final class ProgressLines implements ProgressView {
    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final Terminal terminal;
    private final LongSupplier clock;
    private Progress.@Nullable Phase phase;
    private long told;

    ProgressLines(Terminal terminal, LongSupplier clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public void on(Progress progress) {
        long now = clock.getAsLong();
        if (progress.phase() != phase) {
            phase = progress.phase();
            told = now;
            terminal.tell(ProgressView.name(phase));
        } else if ((phase == Progress.Phase.ROWS || ProgressView.movesFiles(phase)) && now - told >= INTERVAL_NANOS) {
            told = now;
            int percent = ProgressView.percent(progress);
            String rows = phase == Progress.Phase.ROWS ? Quantity.number(progress.rows()) + ", " : "";
            terminal.tell(ProgressView.name(phase) + ": " + rows + Quantity.bytes(progress.bytes())
                    + (percent < 0 ? "" : ", about " + percent + " %")
                    + (progress.table() == null
                            ? ""
                            : ", at " + Printable.line(progress.table().toString())));
        }
    }

    @Override
    public void close() {}
}
