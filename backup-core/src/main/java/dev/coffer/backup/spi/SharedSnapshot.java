package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exporter needs that reads the database on its own, in the snapshot that all rows of the backup are read in. The
 * snapshot lives until {@link Export#finish} has returned.
 *
 * @param id what {@code SET TRANSACTION SNAPSHOT} imports it by
 * @param connection the source of the plan, or null where that is a {@link javax.sql.DataSource}
 * @param serverMajor the server's major version, such as 17
 * @param lockTimeout how long the plan waits for a lock; zero for ever
 * @param leftOut relations of the database that are not part of the backup, as quoted SQL
 * @param withoutRows tables that the backup has the structure of and no rows, as quoted SQL
 */
public record SharedSnapshot(
        String id,
        @Nullable LibpqConnection connection,
        int serverMajor,
        Duration lockTimeout,
        List<String> leftOut,
        List<String> withoutRows) {
    public SharedSnapshot {
        requireNonNull(id, "id");
        requireNonNull(lockTimeout, "lockTimeout");
        leftOut = List.copyOf(leftOut);
        withoutRows = List.copyOf(withoutRows);
    }
}
