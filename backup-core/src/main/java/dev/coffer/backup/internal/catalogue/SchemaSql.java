package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.backup.internal.schema.Sql;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;

/**
 * The schema as plain SQL that any client can run, nothing of psql's own language in it. The same catalogue gives the same
 * bytes, so that two of them can be compared line by line. Comments hold no name, since a name may hold a line break.
 */
public final class SchemaSql {
    /** Makes a session read what follows as the server wrote it. */
    private static final String PREAMBLE = """
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SET search_path = pg_catalog, pg_temp;
            SET check_function_bodies = off;
            SET default_tablespace = '';
            SET default_table_access_method = 'heap';
            SET transform_null_equals = off;
            SET xmloption = 'content';
            SET row_security = off;
            SET statement_timeout = 0;
            SET client_min_messages = 'warning';

            """;

    private SchemaSql() {}

    /** {@code schema.sql}: the whole schema, without rows and without where sequences stand. The stream stays open. */
    public static void write(Catalogue catalogue, OutputStream into) throws IOException {
        Writer out = writer(into);
        out.write("-- The schema of a PostgreSQL database, without rows. For an empty database.\n\n");
        out.write(PREAMBLE);
        entries(catalogue, Section.PRE_DATA, false, out);
        entries(catalogue, Section.POST_DATA, false, out);
        out.flush();
    }

    /** What comes before the rows: session settings, then what the rows need. The stream stays open. */
    public static void writePreData(Catalogue catalogue, OutputStream into) throws IOException {
        Writer out = writer(into);
        out.write(PREAMBLE);
        entries(catalogue, Section.PRE_DATA, true, out);
        out.flush();
    }

    /** What comes after the rows, in the same session: keys, indexes and so on, and where sequences stand. The stream stays open. */
    public static void writePostData(Catalogue catalogue, OutputStream into) throws IOException {
        Writer out = writer(into);
        entries(catalogue, Section.POST_DATA, true, out);
        for (SequenceState sequence : catalogue.sequences()) {
            out.write(setval(sequence));
            out.write(";\n");
        }
        out.flush();
    }

    /** The statement that puts a sequence where it stood, without a final semicolon. */
    public static String setval(SequenceState sequence) {
        return "SELECT pg_catalog.setval(" + Sql.literal(Sql.quote(sequence.name())) + "::pg_catalog.regclass, "
                + sequence.lastValue() + ", " + sequence.called() + ")";
    }

    private static void entries(Catalogue catalogue, Section section, boolean rows, Writer out) throws IOException {
        for (SchemaEntry entry : catalogue.entries()) {
            if (entry.section() == section && (rows || !entry.ofData())) {
                for (String statement : entry.statements()) {
                    out.write(statement);
                    out.write(";\n\n");
                }
            }
        }
    }

    private static Writer writer(OutputStream into) {
        return new BufferedWriter(new OutputStreamWriter(into, UTF_8));
    }
}
