package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.Existing;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link ToolRestore} restores into. Core has looked at it: where {@code existing} is REFUSE it
 * holds nothing that would be in the way.
 *
 * @param connection the target, or null where it is a {@link javax.sql.DataSource}
 * @param serverMajor the server's major version, such as 17
 * @param scope what is to be restored
 * @param existing what to do with what the target holds already; never one that the strategy refused
 * @param order the tables in the order that the target's foreign keys ask for, where rows alone are restored; else empty
 * @param before statements that must run in the transaction of the rows, before them: triggers stand still, foreign keys wait
 * @param after statements that must run in it after them; where {@code existing} is APPEND they also set the sequences, which nobody
 *     else may then
 * @param progress to be told each table whose rows begin to arrive
 */
public record ToolTarget(
        @Nullable LibpqConnection connection,
        int serverMajor,
        Scope scope,
        Existing existing,
        List<TableName> order,
        List<String> before,
        List<String> after,
        Consumer<TableName> progress) {
    public ToolTarget {
        requireNonNull(scope, "scope");
        requireNonNull(existing, "existing");
        order = List.copyOf(order);
        before = List.copyOf(before);
        after = List.copyOf(after);
        requireNonNull(progress, "progress");
    }
}
