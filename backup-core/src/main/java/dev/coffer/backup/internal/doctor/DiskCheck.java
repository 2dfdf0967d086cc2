package dev.coffer.backup.internal.doctor;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Preflight.Check;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the place that a backup goes to can take it. */
final class DiskCheck {
    /** Text compresses well; with less than this part of what the tables take, no compression helps. */
    private static final int HOPELESS_PART = 10;

    private static final String HINT =
            "prune old backups, write fewer formats or compressed ones (gzip), or give another" + " folder with to(…)";

    private final Findings findings;

    DiskCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * @param needed about how many bytes the backup takes uncompressed; 0 where nobody knows
     */
    void run(Path root, long needed) {
        if (root.getFileSystem() != FileSystems.getDefault()) {
            findings.ok(Check.DISK, "the backup goes to a file system that cannot be asked for its free space");
            return;
        }
        Path existing = root.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            findings.error(
                    Check.DISK,
                    ErrorCode.NOT_WRITABLE,
                    "no backup can be written to " + root + ": "
                            + (Files.isDirectory(existing)
                                    ? "this user may not write to " + existing
                                    : existing + " is no folder"),
                    "give a folder that this user may write to with to(…)");
            return;
        }
        try {
            space(root, Files.getFileStore(existing).getUsableSpace(), needed);
        } catch (IOException e) {
            findings.warning(
                    Check.DISK,
                    "the free space of " + existing + " cannot be asked: "
                            + e.getClass().getSimpleName(),
                    "look at it by hand");
        }
    }

    private void space(Path root, long free, long needed) {
        String said = Bytes.text(free) + " are free for " + root
                + (needed == 0 ? "" : ", and the backup takes about " + Bytes.text(needed) + " uncompressed");
        if (free < Math.max(needed / HOPELESS_PART, 1)) {
            findings.error(Check.DISK, ErrorCode.DISK_FULL, said, HINT);
        } else if (free < needed) {
            findings.warning(Check.DISK, said, HINT);
        } else {
            findings.ok(Check.DISK, said);
        }
    }
}
