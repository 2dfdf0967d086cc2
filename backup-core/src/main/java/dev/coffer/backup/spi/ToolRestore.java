package dev.coffer.backup.spi;

import dev.coffer.backup.Skip;
import java.io.IOException;
import java.util.List;

/** A run of a strategy that restores through a program that connects on its own. */
public non-sealed interface ToolRestore extends Restore {
    /**
     * Restores and returns when it is committed.
     *
     * @return what was left out, and why
     * @throws IOException when a file of the backup cannot be read
     */
    List<Skip> run(ToolTarget target) throws IOException;

    /** Whether the target is as it was when {@link #run} has failed. */
    boolean atomic();
}
