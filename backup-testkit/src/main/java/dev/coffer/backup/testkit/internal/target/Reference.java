package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.TableName;
import java.util.List;

/**
 * A foreign key.
 *
 * @param name of the constraint
 * @param from the table that refers
 * @param columns that refer
 * @param to the table that is referred to
 * @param keys the columns that are referred to
 * @param restrict whether a delete is refused at once, not at the end of the statement
 * @param deferrable whether it is DEFERRABLE
 * @param deferred whether it is INITIALLY DEFERRED
 * @param inherited whether it belongs to that of a parent of partitions
 */
public record Reference(
        String name,
        TableName from,
        List<String> columns,
        TableName to,
        List<String> keys,
        boolean restrict,
        boolean deferrable,
        boolean deferred,
        boolean inherited) {
    public Reference {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** Lets it wait until it is told otherwise. */
    String defer() {
        return alter() + " DEFERRABLE INITIALLY DEFERRED";
    }

    /** As it was before {@link #defer}. */
    String putBack() {
        return alter()
                + (deferred
                        ? " DEFERRABLE INITIALLY DEFERRED"
                        : deferrable ? " DEFERRABLE INITIALLY IMMEDIATE" : " NOT DEFERRABLE");
    }

    private String alter() {
        return "ALTER TABLE " + Sql.quote(from) + " ALTER CONSTRAINT " + Sql.quote(name);
    }
}
