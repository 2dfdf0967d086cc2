package dev.coffer.backup.json;

import dev.coffer.backup.FormatException;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.IntegrityException;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Restores from what {@link JsonTableExporter} writes, inside a backup or alone. Compressed files are recognised by their
 * first bytes. Immutable and safe for use by several threads.
 *
 * <p>Default: one value may have 2<sup>30</sup> characters, more than PostgreSQL can print.
 */
public final class JsonRestoreStrategy implements RestoreStrategy {
    private final int maxValueLength;
    private final boolean acceptEdited;

    private JsonRestoreStrategy(Builder builder) {
        this.maxValueLength = builder.maxValueLength;
        this.acceptEdited = builder.acceptEdited;
    }

    /** A strategy with the default: values of up to 2<sup>30</sup> characters. */
    public static JsonRestoreStrategy create() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code json 1}. */
    @Override
    public FormatId format() {
        return JsonTableExporter.FORMAT;
    }

    /**
     * Reads the file to its end and checks it against its trailer: SHA-256 and the number of rows of each table.
     *
     * @return empty when the file does not begin as {@link JsonTableExporter} begins it
     * @throws dev.coffer.backup.FormatException when it is cut off or not valid JSON
     * @throws dev.coffer.backup.IntegrityException when it is not what its trailer says
     */
    @Override
    public Optional<Contents> describe(Path looseFile) throws IOException {
        try {
            return LooseJson.describe(looseFile, maxValueLength);
        } catch (IntegrityException | FormatException e) {
            if (!acceptEdited) {
                throw e;
            }
            return Optional.of(EditedJson.describe(looseFile, maxValueLength, e.code()));
        }
    }

    @Override
    public Restore open(RestoreContext run) {
        return new JsonRestore(run, maxValueLength);
    }

    /** The settings. */
    @Override
    public String toString() {
        return "JsonRestoreStrategy[maxValueLength=" + maxValueLength + (acceptEdited ? ", edited accepted" : "") + "]";
    }

    /** Collects the settings of a strategy. Not safe for use by several threads. */
    public static final class Builder {
        private int maxValueLength = 1 << 30;
        private boolean acceptEdited;

        private Builder() {}

        /**
         * How many characters one value may have. A limit far below the default protects a process with little memory
         * against files from elsewhere.
         *
         * @param characters at least 1
         */
        public Builder maxValueLength(int characters) {
            if (characters < 1) {
                throw new IllegalArgumentException("characters must be at least 1: " + characters);
            }
            this.maxValueLength = characters;
            return this;
        }

        /**
         * Takes a loose document that somebody has edited, so that it no longer fits its trailer: rows as they come, columns by
         * name. A table may be gone, and comes back empty; a column may be gone from every row of its table, and gets its
         * default. The report says that nothing was proved. Without it such a document is refused. A document inside a backup is
         * never taken edited.
         */
        public Builder acceptEdited() {
            this.acceptEdited = true;
            return this;
        }

        /** A strategy with these settings. */
        public JsonRestoreStrategy build() {
            return new JsonRestoreStrategy(this);
        }
    }
}
