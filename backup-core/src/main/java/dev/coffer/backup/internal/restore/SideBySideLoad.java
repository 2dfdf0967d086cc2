package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.TableName;
import dev.coffer.backup.spi.RowRestore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Loads tables on several connections. Each is read by one of them; whoever finds no other table helps with the rows of
 * a large one, which would otherwise be what all wait for in the end.
 */
final class SideBySideLoad {
    /** COPY text; loading it takes much longer than the two round trips of another COPY. */
    private static final long LARGE = 1 << 22;

    private final List<LoadTarget> tables;
    private final Set<TableName> made;
    private final RowRestore rows;
    private final RestoreProgress progress;
    private final SharedLoads shared;
    private final AtomicLong largeObjects = new AtomicLong();

    /**
     * A load.
     *
     * @param tables in the order in which they are begun
     * @param made the tables that the run creates itself: nothing but their rows is in them yet, so that two COPYs into one
     *     cannot wait for each other
     */
    SideBySideLoad(List<LoadTarget> tables, Set<TableName> made, RowRestore rows, RestoreProgress progress) {
        this.tables = tables;
        this.made = made;
        this.rows = rows;
        this.progress = progress;
        this.shared = new SharedLoads(tables.size());
    }

    /** Each table, and then for each lane the help that it may give. */
    JobQueue<Optional<LoadTarget>> queue(int lanes) {
        List<Optional<LoadTarget>> jobs = new ArrayList<>();
        tables.forEach(table -> jobs.add(Optional.of(table)));
        if (tables.stream().anyMatch(this::large)) {
            for (int lane = 0; lane < lanes; lane++) {
                jobs.add(Optional.empty());
            }
        }
        return JobQueue.free(jobs);
    }

    private boolean large(LoadTarget table) {
        return table.source().bytes() > LARGE
                && made.contains(table.name())
                && table.into().equals(table.name())
                && table.action().merge() == null;
    }

    JobLanes.Hand<Optional<LoadTarget>> hand(JobLane lane) {
        RowLoader loader =
                new RowLoader(lane.session(), lane.transactions(), rows, false, progress, table -> bulk(lane, table));
        return new JobLanes.Hand<>() {
            @Override
            public void take(Optional<LoadTarget> table) throws SQLException {
                if (table.isEmpty()) {
                    help(lane);
                    return;
                }
                try {
                    loader.load(table.get());
                } finally {
                    shared.loaded();
                }
            }

            @Override
            public void finish() {
                largeObjects.addAndGet(loader.finish());
            }
        };
    }

    private BulkLoad bulk(JobLane lane, LoadTarget table) {
        return large(table)
                ? new SharedCopy(
                        shared, table, new CopyLoad(lane.session(), lane.transactions(), table, table.copySql()))
                : BulkLoad.of(lane.session(), lane.transactions(), table);
    }

    private void help(JobLane lane) throws SQLException {
        try {
            for (SharedCopy load = shared.join(); load != null; load = shared.join()) {
                load.help(lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted before the restore was complete")
                    .exception();
        }
    }

    /** How many large objects were among the rows. */
    long largeObjects() {
        return largeObjects.get();
    }
}
