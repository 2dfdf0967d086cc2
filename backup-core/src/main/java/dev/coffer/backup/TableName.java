package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

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

    // By hand: those of a record are put together at run time, which costs a short program as long as reading a
    // manifest.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TableName table && schema.equals(table.schema) && name.equals(table.name);
    }

    @Override
    public int hashCode() {
        return 31 * schema.hashCode() + name.hashCode();
    }

    /** The name as a message shows it, {@code schema.name}; not quoted, so never to be put into SQL. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
