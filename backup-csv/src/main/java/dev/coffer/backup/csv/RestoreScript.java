package dev.coffer.backup.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.spi.Compression;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes {@code restore.sql}, with which psql rebuilds the database from the CSV files alone. Names of tables never stand in a
 * comment, and always between quotes.
 */
final class RestoreScript {
    static final String FILE = "restore.sql";

    private static final String BEGINNING = """
            -- Rebuilds the database of this backup in an empty one, with psql and nothing else:
            --   cd into the folder that holds this file
            --   psql -X -v ON_ERROR_STOP=1 -1 -d new_db -f restore.sql
            -- With -1 everything is one transaction: after an error nothing is left behind.
            \\set ON_ERROR_STOP on
            \\set QUIET on
            \\pset format unaligned
            \\pset tuples_only on
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SET client_min_messages = warning;
            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET idle_in_transaction_session_timeout = 0;
            SET DateStyle = 'ISO, MDY';
            SET IntervalStyle = 'postgres';
            SET TimeZone = 'UTC';
            SET lc_monetary = 'C';
            SET bytea_output = 'hex';
            SET array_nulls = on;
            SET transform_null_equals = off;
            SET xmloption = content;
            SET check_function_bodies = off;
            SET row_security = off;
            SET synchronize_seqscans = off;
            SET default_tablespace = '';
            SET default_table_access_method = 'heap';
            SET search_path = pg_catalog, pg_temp;

            """;

    private final ExportContext run;
    private final Compression compression;

    RestoreScript(ExportContext run, Compression compression) {
        this.run = run;
        this.compression = compression;
    }

    void write(List<TableFile> files) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (TableFile file : files) {
            rows.append(load(file));
        }
        try (OutputStream out = run.file(FILE)) {
            out.write(BEGINNING.getBytes(UTF_8));
            run.writePreDataSql(out);
            out.write("\n-- Rows.\n".getBytes(UTF_8));
            out.write(rows.toString().getBytes(UTF_8));
            out.write("\n".getBytes(UTF_8));
            run.writePostDataSql(out);
            // Autovacuum never does this for the parents of partitions.
            out.write("\nANALYZE;\n".getBytes(UTF_8));
        }
    }

    private String load(TableFile file) throws IOException {
        TableData table = file.table();
        if (table.kind() == TableData.Kind.LARGE_OBJECTS) {
            return largeObjects(file);
        }
        if (run.totals(table).rows() == 0) {
            return "";
        }
        String into = run.loadTarget(table);
        String columns = Quoting.columns(table.columns());
        String from = source(file);
        if (Quoting.fitsOnALine(into + columns)) {
            // COPY knows no empty list of columns.
            return "\\copy " + into + (columns.isEmpty() ? "" : " (" + columns + ")") + from;
        }
        return throughAStage(into, columns, table.columns().size(), from);
    }

    /** From the file itself, or where psql would stop in the middle of it (up to 15) from a second one in COPY's text form. */
    private String source(TableFile file) throws IOException {
        if (file.hasEndMarkerLine() && !run.keepsFiles()) {
            run.warn(
                    "restore.sql needs psql 16 or newer: a row of "
                            + file.table().name()
                            + " looks like the end of the rows to older ones, and a backup in a stream has no second form of it");
        } else if (file.hasEndMarkerLine()) {
            return source(CopyTextFile.write(run, file, compression), "text");
        }
        return source(file.name(), "csv, HEADER");
    }

    private String source(String name, String format) {
        String from = compression == Compression.NONE
                ? Quoting.literal(name)
                : "PROGRAM " + Quoting.literal(compression.program() + " < " + Quoting.shellWord(name));
        return " FROM " + from + " WITH (FORMAT " + format + ")\n";
    }

    /** A name with a line break cannot stand in {@code \copy}; a statement can hold it. */
    private static String throughAStage(String into, String columns, int width, String from) {
        String fields = IntStream.rangeClosed(1, width).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String stage = width == 0 ? "" : " (" + fields + ")";
        String list = width == 0 ? "" : " (" + columns + ") OVERRIDING SYSTEM VALUE";
        return "CREATE TEMPORARY TABLE coffer_rows" + stage + " AS SELECT " + columns + " FROM " + into
                + " WITH NO DATA;\n"
                + "\\copy pg_temp.coffer_rows" + from
                + "INSERT INTO " + into + list + " SELECT " + fields + " FROM pg_temp.coffer_rows;\n"
                + "DROP TABLE pg_temp.coffer_rows;\n";
    }

    private String largeObjects(TableFile file) {
        return """
                CREATE TEMPORARY TABLE coffer_large_objects ("number" oid, "offset" bigint, "bytes" bytea);
                \\copy pg_temp.coffer_large_objects%s\
                DO $$ BEGIN
                  PERFORM pg_catalog.lo_create(n) FROM (SELECT DISTINCT "number" FROM pg_temp.coffer_large_objects) AS o (n);
                  PERFORM pg_catalog.lo_put("number", "offset", "bytes") FROM pg_temp.coffer_large_objects;
                END $$;
                DROP TABLE pg_temp.coffer_large_objects;
                """.formatted(source(file.name(), "csv, HEADER"));
    }
}
