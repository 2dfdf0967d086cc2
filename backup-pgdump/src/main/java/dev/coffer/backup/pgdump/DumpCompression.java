package dev.coffer.backup.pgdump;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How pg_dump compresses. Immutable.
 *
 * @param method the algorithm
 * @param level how hard it tries, or null for the algorithm's own default
 */
public record DumpCompression(Method method, @Nullable Integer level) {
    /** The algorithms that pg_dump knows. */
    public enum Method {
        /** Not at all. */
        NONE(0, 0),
        /** Known to every version. */
        GZIP(1, 9),
        /** Fast; known to pg_dump 16 and newer, where it was built with it. */
        LZ4(1, 12),
        /** Small and fast; known to pg_dump 16 and newer, where it was built with it. */
        ZSTD(1, 22);

        private final int lowest;
        private final int highest;

        Method(int lowest, int highest) {
            this.lowest = lowest;
            this.highest = highest;
        }
    }

    /**
     * @throws IllegalArgumentException when the algorithm has no such level
     */
    public DumpCompression {
        requireNonNull(method, "method");
        if (level != null && (level < method.lowest || level > method.highest || method == Method.NONE)) {
            throw new IllegalArgumentException(
                    method == Method.NONE
                            ? "level must not be given where nothing is compressed"
                            : "level must be " + method.lowest + " to " + method.highest + ": " + level);
        }
    }

    /** No compression. */
    public static DumpCompression none() {
        return new DumpCompression(Method.NONE, null);
    }

    /** Gzip at its default level; the default of an exporter. */
    public static DumpCompression gzip() {
        return new DumpCompression(Method.GZIP, null);
    }

    /** Zstandard at its default level; needs pg_dump 16 or newer. */
    public static DumpCompression zstd() {
        return new DumpCompression(Method.ZSTD, null);
    }

    /** LZ4 at its default level; needs pg_dump 16 or newer. */
    public static DumpCompression lz4() {
        return new DumpCompression(Method.LZ4, null);
    }

    /**
     * The same algorithm at this level.
     *
     * @throws IllegalArgumentException when the algorithm has no such level
     */
    public DumpCompression level(int level) {
        return new DumpCompression(method, level);
    }
}
