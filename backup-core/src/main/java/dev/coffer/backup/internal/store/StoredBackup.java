package dev.coffer.backup.internal.store;

import java.nio.file.Path;

/** A complete backup: a directory, or an archive of one. */
public sealed interface StoredBackup permits BackupFiles, ArchivedBackup {
    /** The directory, or the archive. */
    Path path();

    Manifest manifest();

    /**
     * Its files, to be read at any place and in any order; an archive is extracted into a folder of temporary files, verified, which
     * the closing of what is returned removes.
     */
    Unpacked unpack();
}
