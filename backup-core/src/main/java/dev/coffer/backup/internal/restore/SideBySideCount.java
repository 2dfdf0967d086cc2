package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Counts tables on several connections, and meanwhile gives the large ones their statistics (P15), which takes a connection
 * longer than counting them. All that is created after the rows must be there: statistics are gathered for it too.
 */
final class SideBySideCount {
    private final JobLanes lanes;
    private final PostDataPlan plan;
    private final Map<TableName, Long> counts = new ConcurrentHashMap<>();
    private final Set<TableName> analyzed = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();

    private interface Job {
        void run(JobLane lane) throws SQLException;
    }

    SideBySideCount(JobLanes lanes, PostDataPlan plan) {
        this.lanes = lanes;
        this.plan = plan;
    }

    /** @param places what each table is called in FROM */
    Map<TableName, Long> run(Map<TableName, String> places) {
        List<TableName> large = places.keySet().stream()
                .filter(plan::large)
                .sorted(Comparator.comparingLong(table -> -plan.size(table)))
                .toList();
        if (large.isEmpty()) {
            return new RowCounts(lanes.first()).of(places);
        }
        Set<TableName> partitions = Partitions.roots(lanes.first().session()).keySet();
        List<Job> jobs = new ArrayList<>();
        Map<TableName, String> small = new LinkedHashMap<>(places);
        for (TableName table : large) {
            // ANALYZE of the root goes down to every partition.
            if (!partitions.contains(table)) {
                jobs.add(lane -> analyze(table, lane));
            }
        }
        for (TableName table : large) {
            Map<TableName, String> one = Map.of(table, requireNonNull(small.remove(table)));
            jobs.add(lane -> counts.putAll(new RowCounts(lane).of(one)));
        }
        if (!small.isEmpty()) {
            jobs.add(lane -> counts.putAll(new RowCounts(lane).of(small)));
        }
        lanes.run(JobQueue.free(jobs), lane -> job -> job.run(lane));
        return counts;
    }

    /** The rows are what was to be restored: without statistics they are complete too. */
    private void analyze(TableName table, JobLane lane) throws SQLException {
        lane.transactions().need(Locks.TABLE);
        SQLException refusal = lane.transactions().attempt(List.of("ANALYZE " + Sql.quote(table)), "ANALYZE");
        if (refusal != null) {
            warnings.add(Analyze.warning(refusal));
        }
        analyzed.add(table);
    }

    /** The tables that were analyzed, or cannot be. */
    Set<TableName> analyzed() {
        return Set.copyOf(analyzed);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
