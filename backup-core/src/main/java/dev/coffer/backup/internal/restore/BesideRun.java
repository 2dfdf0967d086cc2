package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BesideReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.store.StorageFailure;
import dev.coffer.backup.internal.store.Unpacked;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RowRestore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One table of a backup that is created under another name, in one transaction. */
public final class BesideRun {
    private static final String DOING = "creating the table beside the live one";

    private final BesideSettings settings;
    private final RestoreProgress progress;
    private final RestoreSource source;

    private BesideRun(BesideSettings settings, RestoreProgress progress, RestoreSource source) {
        this.settings = settings;
        this.progress = progress;
        this.source = source;
    }

    /** Runs it. */
    public static BesideReport run(BesideSettings settings) {
        long started = System.nanoTime();
        RestoreProgress progress = new RestoreProgress(settings.restore().listener());
        progress.phase(Progress.Phase.VERIFY);
        try (Unpacked backup = settings.restore().unpack()) {
            RestoreSource source = Trust.checked(
                    BackupSource.open(
                            Objects.requireNonNull(backup).files(),
                            settings.restore().strategies(),
                            Scope.EVERYTHING),
                    settings.restore().wishes());
            return new BesideRun(settings, progress, source).run(started);
        }
    }

    private BesideReport run(long started) {
        SourceTable table = table();
        TableName into =
                new TableName(settings.schema() == null ? table.name().schema() : settings.schema(), settings.name());
        BesideStructure structure =
                new BesideStructure(table.name(), into, source.catalogue().entries());
        List<String> create = structure.table();
        List<String> indexes = settings.indexes() ? structure.indexes() : List.of();
        progress.phase(Progress.Phase.PREFLIGHT);
        try (Session session = settings.restore().target().open()) {
            progress.expect(List.of(table));
            progress.phase(Progress.Phase.PRE_DATA);
            execute(session, Transactions.beginSql(session), into);
            execute(session, String.join(";\n", create), into);
            progress.phase(Progress.Phase.ROWS);
            long rows = load(session, table, into);
            progress.phase(Progress.Phase.POST_DATA);
            if (!indexes.isEmpty()) {
                execute(session, String.join(";\n", indexes), into);
            }
            execute(session, "ANALYZE " + Sql.quote(into), into);
            progress.phase(Progress.Phase.COMMIT);
            FinalCommit.run(session, "restore", () -> {}, () -> {});
            return new BesideReport(
                    table.name(),
                    into,
                    rows,
                    indexes.size(),
                    source.proof(),
                    Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private SourceTable table() {
        List<SourceTable> fitting = source.tables().stream()
                .filter(table -> !table.largeObjects())
                .filter(table -> table.name().toString().equals(settings.table())
                        || table.name().name().equals(settings.table()))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw Problem.of(
                        fitting.isEmpty() ? ErrorCode.UNKNOWN_TABLE : ErrorCode.AMBIGUOUS_TABLE,
                        fitting.isEmpty()
                                ? "the backup holds no rows of a table of this name"
                                : "several schemas of the backup have a table of this name")
                .hint("it holds "
                        + Preflight.listed(
                                fitting.isEmpty() ? source.tables() : fitting,
                                table -> table.name().toString()))
                .exception();
    }

    private long load(Session session, SourceTable table, TableName into) {
        LoadTarget target = new LoadTarget(
                new TableAction(table, into, false, false, null),
                into,
                source.context().fileOf(table.data()),
                true);
        progress.begins(into);
        try (Restore restore = source.strategy().open(source.context());
                CopyLoad load = new CopyLoad(session, Transactions.one(session), target, target.copySql())) {
            if (!(restore instanceof RowRestore rows)) {
                throw new IllegalStateException("a restore of an unknown kind: " + restore.getClass());
            }
            TableSink sink = new TableSink(target, load, progress);
            rows.rows(table.data(), target.columnNames(), sink);
            sink.end();
            long proved = sink.proveWhole();
            progress.ends(into, proved);
            return proved;
        } catch (IOException e) {
            throw StorageFailure.readingRows(e, table.name(), target.file());
        }
    }

    private static void execute(Session session, String sql, TableName into) {
        try {
            session.execute(sql);
        } catch (SQLException e) {
            if ("42P07".equals(e.getSQLState())) {
                throw Problem.of(ErrorCode.TARGET_NOT_EMPTY, "the database has a table of this name already")
                        .table(into)
                        .hint("choose another name, or drop that table if it is not needed any more")
                        .exception(SqlErrors.sanitized(e));
            }
            Problem problem = SqlErrors.problem(e, DOING).table(into);
            throw (problem.hint() == null
                            ? problem.hint(
                                    "the types, functions and schemas that the table uses must be in the database")
                            : problem)
                    .exception(SqlErrors.sanitized(e));
        }
    }
}
