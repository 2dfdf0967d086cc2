package dev.coffer.backup;

/**
 * Is told how far a run has come. Called by the threads that do the work, never by two at the same time; what it throws
 * ends the run, and what it waits for, the run waits for.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Does nothing. */
    ProgressListener NONE = progress -> {};

    /** Called when a phase or a table begins or ends, and at intervals within a table. */
    void on(Progress progress);
}
