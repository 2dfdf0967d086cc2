package dev.coffer.backup.internal.store;

import dev.coffer.backup.spi.Compression;

/** The end of a {@link PiecedFileWriter} at which pieces arrive in order: as they are, or each compressed on its own. */
abstract class PieceOutput implements AutoCloseable {
    final CountedFile file;

    PieceOutput(CountedFile file) {
        this.file = file;
    }

    static PieceOutput to(CountedFile file, Compression compression) {
        return switch (compression) {
            case NONE -> new PlainOutput(file);
            case GZIP -> new GzipOutput(file);
            case ZSTD -> new ZstdOutput(file);
        };
    }

    abstract void begin();

    abstract void write(byte[] bytes, int offset, int length);

    abstract void end();

    /** How many uncompressed bytes came so far, all pieces together. */
    abstract long plainPosition();

    /** The SHA-256 of all uncompressed bytes so far. */
    abstract String plainSha256();

    @Override
    public abstract void close();

    private static final class PlainOutput extends PieceOutput {
        PlainOutput(CountedFile file) {
            super(file);
        }

        @Override
        void begin() {}

        @Override
        void write(byte[] bytes, int offset, int length) {
            file.write(bytes, offset, length);
        }

        @Override
        void end() {}

        @Override
        long plainPosition() {
            return file.position();
        }

        @Override
        String plainSha256() {
            return file.sha256SoFar();
        }

        @Override
        public void close() {}
    }
}
