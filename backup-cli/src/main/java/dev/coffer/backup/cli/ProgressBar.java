package dev.coffer.backup.cli;

import dev.coffer.backup.Progress;

/** One line that is drawn over and over, and gone at the end. */
final class ProgressBar implements ProgressView {
    private static final int CELLS = 20;
    private static final int COLUMNS = 79;
    private static final long INTERVAL_NANOS = 100_000_000L;

    private final Terminal terminal;
    private long drawn = System.nanoTime() - INTERVAL_NANOS;

    ProgressBar(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void on(Progress progress) {
        long now = System.nanoTime();
        if (now - drawn >= INTERVAL_NANOS) {
            drawn = now;
            draw(text(progress));
        }
    }

    private static String text(Progress progress) {
        int percent = ProgressView.percent(progress);
        String name = ProgressView.name(progress.phase());
        if (ProgressView.movesFiles(progress.phase())) {
            return (percent < 0 ? "" : bar(percent)) + name + "  " + Quantity.bytes(progress.bytes());
        }
        if (percent < 0) {
            return name;
        }
        return bar(percent) + Quantity.number(progress.rows()) + " rows  " + Quantity.bytes(progress.bytes())
                + (progress.table() == null
                        ? ""
                        : "  " + Printable.line(progress.table().toString()));
    }

    private static String bar(int percent) {
        int full = CELLS * percent / 100;
        return "[" + "#".repeat(full) + ".".repeat(CELLS - full) + "] " + percent + " %  ";
    }

    private void draw(String text) {
        String fitting = text.length() <= COLUMNS ? text : text.substring(0, COLUMNS - 1) + "…";
        terminal.err().print("\r" + fitting + " ".repeat(COLUMNS - fitting.length()));
        terminal.err().flush();
    }

    @Override
    public void close() {
        terminal.err().print("\r" + " ".repeat(COLUMNS) + "\r");
        terminal.err().flush();
    }
}
