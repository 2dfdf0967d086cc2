package dev.coffer.backup.cli;

import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;

/** Shows on standard error how far a run has come. */
interface ProgressView extends ProgressListener, AutoCloseable {
    static ProgressView on(Terminal terminal) {
        return terminal.interactive() ? new ProgressBar(terminal) : new ProgressLines(terminal, System::nanoTime);
    }

    /** Ends the view, whatever became of the run. */
    @Override
    void close();

    /** What a phase is called. */
    static String name(Progress.Phase phase) {
        return switch (phase) {
            case CATALOGUE -> "reading the catalogue";
            case LOCK -> "locking the tables";
            case SNAPSHOT -> "taking the snapshot";
            case VERIFY -> "verifying the files";
            case PREFLIGHT -> "looking at the target";
            case PRE_DATA -> "creating types, functions and tables";
            case ROWS -> "rows";
            case POST_DATA -> "creating keys, indexes and triggers";
            case COMMIT -> "counting, setting sequences, committing";
            case ANALYZE -> "analysing";
            case COPY -> "copying";
            case REMOVE -> "removing";
            case FINISH -> "completing the files";
        };
    }

    /** From 0 to 99; -1 where nothing is estimated. An estimate never makes more of it. */
    static int percent(Progress progress) {
        if (progress.phase() != Progress.Phase.ROWS && !movesFiles(progress.phase())) {
            return -1;
        }
        if (progress.estimatedRows() > 0) {
            return part(progress.rows(), progress.estimatedRows());
        }
        return progress.estimatedBytes() > 0 ? part(progress.bytes(), progress.estimatedBytes()) : -1;
    }

    /** Whether its bytes are those of files, and no rows are told. */
    static boolean movesFiles(Progress.Phase phase) {
        return phase == Progress.Phase.COPY || phase == Progress.Phase.REMOVE;
    }

    private static int part(long done, long all) {
        return (int) Math.min(99, 100.0 * done / all);
    }
}
