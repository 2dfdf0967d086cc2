package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

/**
 * A column whose values are stored; generated columns are not among them.
 *
 * @param name the name, unquoted
 * @param type the type as {@code format_type} prints it with an empty search_path, such as {@code numeric(10,2)}
 * @param typeOid the type's OID in the database that was backed up; fixed for built-in types (below 16384)
 */
public record Column(String name, String type, long typeOid) {
    public Column {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }
}
