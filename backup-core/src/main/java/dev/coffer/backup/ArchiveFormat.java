package dev.coffer.backup;

import java.nio.file.Path;
import java.util.Optional;

/** The forms of an archive that holds a whole backup in one file. */
public enum ArchiveFormat {
    /** tar, compressed with gzip: {@code .tar.gz}; read by every tar. */
    TAR_GZ(".tar.gz"),
    /**
     * tar, compressed with Zstandard: {@code .tar.zst}; smaller, and quicker to write. Needs the library {@code
     * com.github.luben:zstd-jni}, which Coffer does not bring along.
     */
    TAR_ZST(".tar.zst");

    private final String suffix;

    ArchiveFormat(String suffix) {
        this.suffix = suffix;
    }

    /** How the names of such files end. */
    public String suffix() {
        return suffix;
    }

    /** The form that a file's name says, {@code .tgz} too; empty where it says none. */
    public static Optional<ArchiveFormat> of(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(TAR_GZ.suffix) || name.endsWith(".tgz")) {
            return Optional.of(TAR_GZ);
        }
        return name.endsWith(TAR_ZST.suffix) ? Optional.of(TAR_ZST) : Optional.empty();
    }
}
