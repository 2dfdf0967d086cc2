package dev.coffer.backup;

import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.PlanView;
import java.io.IOException;

/**
 * A format that a backup can be written in, as a configured value: immutable and safe for use by several threads and in
 * several plans. What belongs to one run lives in the {@link Export} that {@link #open} gives.
 */
public interface TableExporter {
    /** The format and the version of its layout, as the manifest will name them. */
    FormatId format();

    /**
     * Whether one table may arrive in several parts at the same time. Core splits large tables only if every exporter
     * of the plan says so; the default is false.
     */
    default boolean splittable() {
        return false;
    }

    /**
     * Whether this format reads the database on its own, in the snapshot of the backup, rather than taking rows; the
     * default is false. Such an exporter uses connections beyond those of the plan.
     */
    default boolean connects() {
        return false;
    }

    /**
     * Whether what it writes can be restored from; the default is true. Otherwise the files are for people: no manifest lists
     * the format among those that a backup holds, and a plan needs another exporter beside it.
     */
    default boolean restorable() {
        return true;
    }

    /**
     * Whether it writes one file and nothing else, from which alone a database can be restored, so that a plan can send it into a
     * stream as it is; the default is false.
     */
    default boolean oneFile() {
        return false;
    }

    /**
     * Called when the plan is built, to refuse what this format cannot serve.
     *
     * @throws BackupException with {@link ErrorCode#UNSUPPORTED_BY_FORMAT}, saying what and what to do instead
     */
    default void check(PlanView plan) {}

    /**
     * Called by {@link BackupPlan#preflight}, to refuse what this machine lacks, such as a program; the default needs nothing.
     *
     * @param serverMajor the major version of the server, such as 18
     * @throws BackupException with the code that a run would fail with, such as {@link ErrorCode#TOOL_MISSING}
     */
    default void checkMachine(int serverMajor) {}

    /**
     * Begins a run. The snapshot and the catalogue are there; no row has been read.
     *
     * @throws IOException when a file cannot be created; core turns it into a {@link StorageException}
     */
    Export open(ExportContext run) throws IOException;
}
