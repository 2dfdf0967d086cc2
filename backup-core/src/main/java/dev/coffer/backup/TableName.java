package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * The name of a table with its schema, both exactly as the catalogue holds them: unquoted, case-sensitive.
 *
 * @param schema the schema's name
 * @param name the table's own name
 */
public record TableName(String schema, String name) implements Comparable<TableName>, Serializable {
    public TableName {
        requireNonNull(schema, "schema");
        requireNonNull(name, "name");
    }

    /** Orders by schema, then by name, both by code unit: the same order on every machine and in every locale. */
    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    /** The name as a message shows it, {@code schema.name}; not quoted, so never to be put into SQL. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
