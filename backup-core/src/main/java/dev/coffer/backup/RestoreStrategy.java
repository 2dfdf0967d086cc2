package dev.coffer.backup;

import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.LooseRows;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RestoreView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A format that a backup can be restored from, as a configured value: immutable and safe for use by several threads and
 * in several plans.
 */
public interface RestoreStrategy {
    /** The format and the newest version of its layout that this strategy reads. */
    FormatId format();

    /**
     * Whether this format is restored by a program that connects on its own ({@link
     * dev.coffer.backup.spi.ToolRestore}), rather than by handing over rows; the default is false.
     */
    default boolean connects() {
        return false;
    }

    /**
     * Called when the plan is built, to refuse what this format cannot serve.
     *
     * @throws BackupException with {@link ErrorCode#UNSUPPORTED_BY_FORMAT}, saying what and what to do instead
     */
    default void check(RestoreView plan) {}

    /**
     * Reads a file that belongs to no backup directory to its end and says what is in it.
     *
     * @return empty when the file is not of this format, judged by its first bytes
     * @throws BackupException when it is of this format and damaged
     * @throws IOException when it cannot be read
     */
    default Optional<Contents> describe(Path looseFile) throws IOException {
        return Optional.empty();
    }

    /**
     * Looks at a file, or a folder of files, that holds rows and no schema, such as a CSV with a header.
     *
     * @return empty when it is not of this format, judged by its name
     * @throws BackupException when it is of this format and does not even begin well
     * @throws IOException when it cannot be read
     */
    default Optional<LooseRows> describeRows(Path looseFile) throws IOException {
        return Optional.empty();
    }

    /**
     * Begins a run. Every file that will be read has been verified; the target has not been touched.
     *
     * @throws IOException when a file cannot be read
     */
    Restore open(RestoreContext run) throws IOException;
}
