package dev.coffer.backup.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One row: its fields as the output functions of their types print them, in UTF-8 and unescaped. A row is valid only
 * during the call that hands it over; whoever wants to keep a field copies it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, text format</a>
 */
public interface Row {
    /** The number of fields; the same for every row of a table. */
    int size();

    /** Whether the field is SQL NULL. Its offset and length mean nothing then. */
    boolean isNull(int field);

    /** The bytes that offsets point into. Not to be changed. */
    byte[] buffer();

    /** Where the field begins in {@link #buffer()}. */
    int offset(int field);

    /** How many bytes the field has; 0 is an empty string, which is not NULL. */
    int length(int field);

    /** The field as a string. Not to be called for a field that is NULL. */
    default String text(int field) {
        return new String(buffer(), offset(field), length(field), UTF_8);
    }
}
