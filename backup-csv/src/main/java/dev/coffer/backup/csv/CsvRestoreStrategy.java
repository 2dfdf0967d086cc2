package dev.coffer.backup.csv;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.spi.LooseRows;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Restores from the files that {@link CsvTableExporter} writes. Columns are matched by the names in the header, in whatever
 * order they stand there. Immutable and safe for use by several threads.
 *
 * <p>Defaults: the dialect {@link CsvDialect#postgresql()}; one record may have 2<sup>30</sup> characters.
 */
public final class CsvRestoreStrategy implements RestoreStrategy {
    private final CsvDialect dialect;
    private final int maxRecordLength;

    private CsvRestoreStrategy(Builder builder) {
        this.dialect = builder.dialect;
        this.maxRecordLength = builder.maxRecordLength;
    }

    /** A strategy with the defaults: as PostgreSQL writes CSV. */
    public static CsvRestoreStrategy create() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code csv 1}, or with another dialect that one's {@link CsvDialect#format()}. */
    @Override
    public FormatId format() {
        return dialect.format();
    }

    /**
     * One file, or the files of a folder, whose names end in {@code .csv} or {@code .csv.gz}; each must begin with a header.
     * Its columns may stand in any order; a byte order mark, CR LF or CR at the end of lines and blank lines are no matter.
     *
     * @throws dev.coffer.backup.FormatException when a file has no header, or one that names a column twice
     */
    @Override
    public Optional<LooseRows> describeRows(Path looseFile) throws IOException {
        return LooseCsv.describe(looseFile, dialect, maxRecordLength);
    }

    @Override
    public Restore open(RestoreContext run) {
        return new CsvRestore(run, dialect, maxRecordLength);
    }

    /** The settings. */
    @Override
    public String toString() {
        return "CsvRestoreStrategy[dialect=" + dialect + ", maxRecordLength=" + maxRecordLength + "]";
    }

    /** Collects the settings of a strategy. Not safe for use by several threads. */
    public static final class Builder {
        private CsvDialect dialect = CsvDialect.postgresql();
        private int maxRecordLength = 1 << 30;

        private Builder() {}

        /** The dialect that the files were written in. */
        public Builder dialect(CsvDialect dialect) {
            this.dialect = requireNonNull(dialect, "dialect").requireRestorable();
            return this;
        }

        /**
         * How many characters one record may have. A limit far below the default protects a process with little memory
         * against files from elsewhere.
         *
         * @param characters at least 1
         */
        public Builder maxRecordLength(int characters) {
            if (characters < 1) {
                throw new IllegalArgumentException("characters must be at least 1: " + characters);
            }
            this.maxRecordLength = characters;
            return this;
        }

        /** A strategy with these settings. */
        public CsvRestoreStrategy build() {
            return new CsvRestoreStrategy(this);
        }
    }
}
