package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.spi.RowRestore;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several connections with several transactions, into a target where nothing of the backup was: tables are loaded side by
 * side, the largest first and by all that have nothing else to do, then keys and indexes are built side by side, and foreign keys come after them.
 */
final class SeveralHands implements Hands {
    private final JobLanes lanes;
    private final DdlRunner first;
    private final Created created;
    private final List<Skip> skips;
    private final RestoreProgress progress;
    private final PostDataPlan plan;
    private final Set<TableName> made;
    private final List<String> warnings;
    private Set<TableName> analyzed = Set.of();

    /**
     * The hands.
     *
     * @param lanes the connections
     * @param first creates entries on the first of them
     * @param plan what is created side by side
     * @param made the tables that the run creates itself
     * @param warnings takes what hindered ANALYZE
     */
    SeveralHands(
            JobLanes lanes,
            DdlRunner first,
            Created created,
            List<Skip> skips,
            RestoreProgress progress,
            PostDataPlan plan,
            Set<TableName> made,
            List<String> warnings) {
        this.lanes = lanes;
        this.first = first;
        this.created = created;
        this.skips = skips;
        this.progress = progress;
        this.plan = plan;
        this.made = made;
        this.warnings = warnings;
    }

    @Override
    public long load(List<LoadTarget> tables, RowRestore rows) {
        List<LoadTarget> largestFirst = tables.stream()
                .sorted(Comparator.comparingLong(
                        (LoadTarget table) -> -table.source().bytes()))
                .toList();
        SideBySideLoad load = new SideBySideLoad(largestFirst, made, rows, progress);
        lanes.run(load.queue(lanes.size()), load::hand);
        return load.largeObjects();
    }

    @Override
    public void create(List<SchemaEntry> postData) {
        for (PostDataPlan.Step step : plan.steps(postData)) {
            if (step.jobs().size() > 1) {
                lanes.run(new JobQueue<>(step.jobs()), this::creating);
            } else {
                step.jobs().forEach(job -> first.run(job.item()));
            }
            first.run(step.after());
        }
    }

    /** Each job is committed when it is done, so that it holds no lock that the next one needs. */
    private JobLanes.Hand<List<SchemaEntry>> creating(JobLane lane) {
        DdlRunner ddl = new DdlRunner(lane.transactions(), created, skips);
        return new JobLanes.Hand<>() {
            @Override
            public void take(List<SchemaEntry> entries) throws SQLException {
                ddl.run(entries);
                lane.transactions().next();
            }
        };
    }

    @Override
    public Map<TableName, Long> count(Map<TableName, String> places) {
        SideBySideCount count = new SideBySideCount(lanes, plan);
        Map<TableName, Long> counts = count.run(places);
        analyzed = count.analyzed();
        warnings.addAll(count.warnings());
        return counts;
    }

    @Override
    public Set<TableName> analyzed() {
        return analyzed;
    }

    @Override
    public int transactions() {
        return lanes.transactions();
    }

    @Override
    public void close() {
        lanes.close();
    }
}
