package dev.coffer.backup.spi;

/** How the bytes of a file are compressed. */
public enum Compression {
    /** Not at all. */
    NONE(""),
    /** Gzip; every piece is a member of its own, so that a reader can begin at any table. */
    GZIP(".gz");

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** What a file name ends with: {@code ".gz"}, or nothing. */
    public String suffix() {
        return suffix;
    }
}
