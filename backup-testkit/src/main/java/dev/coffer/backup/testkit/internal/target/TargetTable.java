package dev.coffer.backup.testkit.internal.target;

import dev.coffer.backup.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table of the target.
 *
 * @param name the table
 * @param root where rows are inserted: its topmost parent where it is a partition, else itself
 * @param leaf whether it holds rows itself, rather than in partitions
 * @param rules whether an INSERT or DELETE would be rewritten
 * @param columns in their order
 * @param key the columns of its primary key; empty where it has none
 * @param triggers those of users that an INSERT or DELETE fires
 */
public record TargetTable(
        TableName name,
        TableName root,
        boolean leaf,
        boolean rules,
        List<TargetColumn> columns,
        List<String> key,
        List<Trigger> triggers) {
    public TargetTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        triggers = List.copyOf(triggers);
    }

    /**
     * A trigger that is enabled.
     *
     * @param always whether it fires in every replication role
     */
    public record Trigger(String name, boolean always) {}

    /** The column of this name. */
    public Optional<TargetColumn> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }

    /** Whether it is a partition of another table. */
    public boolean partition() {
        return !root.equals(name);
    }
}
