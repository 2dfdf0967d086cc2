package dev.coffer.backup.csv;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.FormatId;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import java.io.IOException;

/**
 * Writes each table into a CSV file of its own, {@code csv_exports/<table>.csv}, with a header. Immutable and safe for use by
 * several threads.
 *
 * <p>Defaults: no compression, and the dialect {@link CsvDialect#postgresql()}: byte for byte what {@code COPY … TO STDOUT
 * (FORMAT csv, HEADER)} of PostgreSQL writes, where a NULL is nothing and an empty string is {@code ""}. With it comes {@code
 * restore.sql}, which rebuilds the database through psql alone.
 *
 * <p>Any other dialect is a format of its own, named after the dialect, with a folder of its own and without {@code
 * restore.sql}; one plan may write several.
 */
public final class CsvTableExporter implements TableExporter {
    private final Compression compression;
    private final CsvDialect dialect;

    private CsvTableExporter(Builder builder) {
        this.compression = builder.compression;
        this.dialect = builder.dialect;
    }

    /** An exporter with the defaults: not compressed, as PostgreSQL writes CSV. */
    public static CsvTableExporter create() {
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

    /** True: parts of a table are put together in order. */
    @Override
    public boolean splittable() {
        return true;
    }

    @Override
    public Export open(ExportContext run) throws IOException {
        return CsvExport.open(run, dialect, compression);
    }

    /** The settings. */
    @Override
    public String toString() {
        return "CsvTableExporter[dialect=" + dialect + ", compression=" + compression + "]";
    }

    /** Collects the settings of an exporter. Not safe for use by several threads. */
    public static final class Builder {
        private Compression compression = Compression.NONE;
        private CsvDialect dialect = CsvDialect.postgresql();

        private Builder() {}

        /** How each file is compressed; by default not at all. */
        public Builder compression(Compression compression) {
            this.compression = requireNonNull(compression, "compression");
            return this;
        }

        /** The same as {@link #compression} with {@link Compression#GZIP}, or with {@link Compression#NONE}. */
        public Builder gzip(boolean gzip) {
            return compression(gzip ? Compression.GZIP : Compression.NONE);
        }

        /** How records look; by default as PostgreSQL writes them. */
        public Builder dialect(CsvDialect dialect) {
            this.dialect = requireNonNull(dialect, "dialect").requireRestorable();
            return this;
        }

        /** An exporter with these settings. */
        public CsvTableExporter build() {
            return new CsvTableExporter(this);
        }
    }
}
