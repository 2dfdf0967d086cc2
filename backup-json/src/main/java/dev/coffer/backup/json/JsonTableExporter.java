package dev.coffer.backup.json;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import java.io.IOException;

/**
 * Writes the whole database, schema and rows, into one JSON document, {@code complete_backup.json}, that any JSON tool reads
 * and that restores the database alone. One row stands on one line. Immutable and safe for use by several threads.
 *
 * <p>Defaults: no compression.
 *
 * <p>How a value is written depends on the type of its column alone: {@code boolean} as {@code true} or {@code false}, {@code
 * smallint} and {@code integer} as a number, SQL NULL as {@code null}, and every other type as a string with the text that
 * PostgreSQL prints, so that no reader can round a {@code bigint}, a {@code numeric} or a time.
 */
public final class JsonTableExporter implements TableExporter {
    static final FormatId FORMAT = new FormatId("json", 1);

    private final Compression compression;

    private JsonTableExporter(Builder builder) {
        this.compression = builder.compression;
    }

    /** An exporter with the defaults: not compressed. */
    public static JsonTableExporter create() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code json 1}. */
    @Override
    public FormatId format() {
        return FORMAT;
    }

    /** True: parts of a table are put together in order. */
    @Override
    public boolean splittable() {
        return true;
    }

    /** True: {@code complete_backup.json} proves itself. */
    @Override
    public boolean oneFile() {
        return true;
    }

    @Override
    public Export open(ExportContext run) throws IOException {
        return JsonExport.open(run, compression);
    }

    /** The settings. */
    @Override
    public String toString() {
        return "JsonTableExporter[compression=" + compression + "]";
    }

    /** Collects the settings of an exporter. Not safe for use by several threads. */
    public static final class Builder {
        private Compression compression = Compression.NONE;

        private Builder() {}

        /** How the file is compressed; by default not at all. */
        public Builder compression(Compression compression) {
            this.compression = requireNonNull(compression, "compression");
            return this;
        }

        /** The same as {@link #compression} with {@link Compression#GZIP}, or with {@link Compression#NONE}. */
        public Builder gzip(boolean gzip) {
            return compression(gzip ? Compression.GZIP : Compression.NONE);
        }

        /** An exporter with these settings. */
        public JsonTableExporter build() {
            return new JsonTableExporter(this);
        }
    }
}
