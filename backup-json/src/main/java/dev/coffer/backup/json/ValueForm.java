package dev.coffer.backup.json;

import dev.coffer.backup.spi.Column;

/** How the values of a column are written. Decided by the built-in type alone, never by a value. */
enum ValueForm {
    /** {@code true} or {@code false}: {@code boolean}. */
    BOOLEAN,
    /** A number that every JSON reader keeps: {@code smallint} and {@code integer}. */
    INTEGER,
    /** A string with PostgreSQL's text form: everything else. */
    TEXT;

    private static final long BOOL = 16;
    private static final long INT2 = 21;
    private static final long INT4 = 23;

    static ValueForm of(Column column) {
        long type = column.typeOid();
        if (type == BOOL) {
            return BOOLEAN;
        }
        return type == INT2 || type == INT4 ? INTEGER : TEXT;
    }
}
