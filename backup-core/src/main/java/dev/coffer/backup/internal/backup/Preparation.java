package dev.coffer.backup.internal.backup;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.backup.Tuning.Moment;
import dev.coffer.backup.internal.catalogue.CatalogueReader;
import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.catalogue.SequenceState;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.provider.ProviderSigns;
import dev.coffer.backup.internal.provider.WithoutProvider;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.internal.selection.Choice;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a session into the transaction that holds locks and snapshot. The catalogue is read before there are locks, and
 * taken for good only when its fingerprint is the same in the snapshot, which is taken under the locks (P1).
 */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final int ATTEMPTS = 3;
    private static final int OLDEST_SERVER = 140000;
    private static final int SEQUENCES_AT_ONCE = 200;
    /** Neither converts to UTF8: the one has no encoding, the other several. */
    private static final Set<String> UNSUPPORTED_ENCODINGS = Set.of("SQL_ASCII", "MULE_INTERNAL");
    /** Undefined table, schema, object; the last two are a deadlock and a failed serialization. */
    private static final Set<String> CHANGED = Set.of("42P01", "3F000", "42704", "40P01", "40001");

    private static final String INTERNAL_ERROR = "XX000";
    private static final String OUT_OF_LOCKS = "53200";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final BackupSettings settings;
    private final Session session;
    private final ProgressMeter progress;
    private final Tuning tuning;
    private final String begin;
    private boolean lockTableTooSmall;
    private @Nullable ProviderProfile profile;

    Preparation(BackupSettings settings, Session session, ProgressMeter progress, Tuning tuning) {
        this.settings = settings;
        this.session = session;
        this.progress = progress;
        this.tuning = tuning;
        this.begin = Pins.BEGIN_BACKUP + "; " + Pins.forBackup(session.serverVersion(), settings.lockTimeout());
    }

    /** Leaves the session in the transaction. */
    Prepared run() {
        if (session.serverVersion() < OLDEST_SERVER) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the server is PostgreSQL " + session.serverVersion() / 10_000
                                    + "; backups need 14 or newer")
                    .hint("pg_dump of a newer version can move the database to a newer server")
                    .exception();
        }
        String end = "";
        LiveCatalogue before = null;
        String changed = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            ServerState server = begin(end);
            LiveCatalogue live = readCatalogue(attempt == ATTEMPTS);
            end = "ROLLBACK; ";
            if (live == null) {
                continue;
            }
            if (before != null) {
                changed = CatalogueChange.between(before, live);
            }
            Prepared prepared = attempt(server, live);
            if (prepared != null) {
                return prepared;
            }
            LOG.debug("catalogue.changed attempt={}", attempt);
            before = live;
        }
        throw Problem.of(
                        ErrorCode.CATALOGUE_CHANGED,
                        "other sessions kept changing the schema while the backup began" + changed)
                .hint("run the backup when no session creates, alters or drops objects; temporary tables do not matter")
                .exception();
    }

    private ServerState begin(String end) {
        try {
            List<List<@Nullable String[]>> answers = session.query(end + begin + "; " + ServerState.QUERY);
            ServerState server = ServerState.of(answers.get(answers.size() - 1).get(0));
            requireEncoding(server);
            return server;
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "beginning the backup");
        }
    }

    static void requireEncoding(ServerState server) {
        if (UNSUPPORTED_ENCODINGS.contains(server.encoding())) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_ENCODING,
                            "the database has the encoding " + server.encoding()
                                    + ", in which the server does not know what characters its bytes are")
                    .hint(
                            "move the database to UTF8 first: pg_dump --encoding with the encoding that its clients really used")
                    .exception();
        }
    }

    private ProviderProfile profile() {
        if (profile == null) {
            profile = ProviderSigns.profile(settings.profile(), session, settings.source());
        }
        return profile;
    }

    /** Null when another session dropped something meanwhile: what functions print of it is an error, or NULL. */
    private @Nullable LiveCatalogue readCatalogue(boolean last) {
        LiveCatalogue live;
        try {
            live = CatalogueReader.read(session);
        } catch (SQLException e) {
            if (state(e).equals(LOCK_NOT_AVAILABLE)) {
                throw Blockers.explain(session, null, settings.lockTimeout(), e);
            }
            if (last || !(CHANGED.contains(state(e)) || state(e).equals(INTERNAL_ERROR))) {
                throw SqlErrors.translate(e, "reading the catalogue");
            }
            LOG.debug("catalogue.dropped sqlstate={}", state(e));
            return null;
        } catch (NullPointerException e) {
            if (last) {
                throw e;
            }
            LOG.debug("catalogue.dropped", e);
            return null;
        }
        tuning.moments().accept(Moment.CATALOGUE_READ);
        return WithoutProvider.of(live, profile());
    }

    /** Null when the catalogue was not the snapshot's. */
    private @Nullable Prepared attempt(ServerState server, LiveCatalogue live) {
        Choice choice = Selection.choice(live, settings.selection());
        Set<TableName> excludedData = new HashSet<>(Selection.excludedData(choice, settings));
        OnPrimaryOnly elsewhere = OnPrimaryOnly.of(live, choice, excludedData);
        excludedData.addAll(elsewhere.tables());
        List<PlannedTable> tables = Selection.resolve(live, choice, excludedData, settings.conditions());
        Refusals.check(tables, server.user());
        Refusals.definitions(tables, live.catalogue().skipped());
        long capacity = tuning.lockCapacity() > 0 ? tuning.lockCapacity() : server.lockCapacity();
        // The rest is for the other sessions.
        long free = capacity * 7 / 10 - tables.size();
        boolean lockAll = free > 0 && !lockTableTooSmall;
        progress.phase(Progress.Phase.LOCK);
        try {
            if (lockAll && !tables.isEmpty()) {
                lock(tables);
                tuning.moments().accept(Moment.LOCKED);
            } else {
                session.execute("COMMIT; " + begin);
            }
        } catch (SQLException e) {
            return notLocked(e, tables);
        }
        Cut cut = elsewhere.leaveOut(Cut.of(live, tables, choice, excludedData));
        try {
            // What LiveTable counts for TOAST is given back at once, so a task takes half of that at most.
            long lockBudget = Math.max(200, (lockAll ? free : capacity / 2) * 2 / settings.connections());
            Prepared prepared = snapshot(server, live, cut, lockBudget);
            if (prepared != null) {
                progress.phase(Progress.Phase.SNAPSHOT);
                tuning.moments().accept(Moment.SNAPSHOT_TAKEN);
            }
            return prepared;
        } catch (SQLException e) {
            if (CHANGED.contains(state(e))) {
                return null;
            }
            throw SqlErrors.translate(e, "taking the snapshot and reading the sequences");
        }
    }

    private void lock(List<PlannedTable> tables) throws SQLException {
        session.execute("COMMIT; " + begin + "; "
                + LockSql.lock(tables.stream().map(PlannedTable::name).toList(), true));
    }

    private @Nullable Prepared notLocked(SQLException e, List<PlannedTable> tables) {
        String state = state(e);
        if (state.equals(OUT_OF_LOCKS)) {
            LOG.debug("locks.too-many tables={}", tables.size());
            lockTableTooSmall = true;
            return null;
        }
        if (CHANGED.contains(state)) {
            return null;
        }
        if (state.equals(LOCK_NOT_AVAILABLE)) {
            throw Blockers.explain(
                    session, tables.stream().map(PlannedTable::name).toList(), settings.lockTimeout(), e);
        }
        throw SqlErrors.translate(e, "locking the tables");
    }

    private @Nullable Prepared snapshot(ServerState server, LiveCatalogue live, Cut cut, long lockBudget)
            throws SQLException {
        StringBuilder sql = new StringBuilder();
        // To be the first: it cannot be exported from within a savepoint.
        sql.append("SELECT ").append(settings.sharesSnapshot() ? "pg_catalog.pg_export_snapshot()" : "NULL");
        sql.append(", (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::pg_catalog.int8, ");
        sql.append(server.lsnFunction())
                .append(", ")
                .append(server.timelineSql())
                .append("; ");
        sql.append(CatalogueReader.fingerprintSql(session.serverVersion()));
        List<LiveCatalogue.SequenceName> sequences = cut.sequences();
        for (int from = 0; from < sequences.size(); from += SEQUENCES_AT_ONCE) {
            sql.append("; SAVEPOINT coffer_sequences; ");
            sql.append(sequenceSql(sequences, from, Math.min(sequences.size(), from + SEQUENCES_AT_ONCE)));
            sql.append("; ROLLBACK TO SAVEPOINT coffer_sequences; RELEASE SAVEPOINT coffer_sequences");
        }
        Iterator<List<@Nullable String[]>> answers =
                session.query(sql.toString()).iterator();
        @Nullable String[] taken = answers.next().get(0);
        String fingerprint = Objects.requireNonNull(answers.next().get(0)[0]);
        if (!fingerprint.equals(live.fingerprint())) {
            return null;
        }
        List<SequenceState> states = new ArrayList<>();
        while (answers.hasNext()) {
            for (@Nullable String[] row : answers.next()) {
                states.add(new SequenceState(
                        sequences
                                .get(Integer.parseInt(Objects.requireNonNull(row[0])))
                                .name(),
                        Long.parseLong(Objects.requireNonNull(row[1])),
                        "t".equals(row[2])));
            }
        }
        Instant time = Instant.EPOCH.plus(Long.parseLong(Objects.requireNonNull(taken[1])), ChronoUnit.MICROS);
        SnapshotInfo snapshot = new SnapshotInfo(taken[0], time, taken[2], taken[3], settings.lockTimeout());
        return new Prepared(cut.withSequences(states), snapshot, lockBudget);
    }

    /** Each is read from itself: {@code pg_sequence_last_value} loses whether the value was used (P6). */
    private static String sequenceSql(List<LiveCatalogue.SequenceName> sequences, int from, int to) {
        StringBuilder sql = new StringBuilder();
        for (int i = from; i < to; i++) {
            sql.append(i == from ? "" : " UNION ALL ").append("SELECT ").append(i);
            sql.append(", last_value, is_called FROM ").append(sequences.get(i).quoted());
        }
        return sql.toString();
    }

    /** Tries the conditions of the plan on no row, so that a mistake is found before the first byte. */
    void checkConditions(Prepared prepared) {
        Map<TableName, String> trials = new LinkedHashMap<>();
        for (PlannedTable table : prepared.tables()) {
            String where =
                    ConditionSql.of(table.condition(), prepared.snapshot().time());
            if (where != null) {
                trials.put(
                        table.name(),
                        "SELECT 1 FROM ONLY " + Sql.quote(table.name()) + " t WHERE " + where + " LIMIT 0");
            }
        }
        if (trials.isEmpty()) {
            return;
        }
        try {
            session.query(String.join("; ", trials.values()));
        } catch (SQLException e) {
            for (Map.Entry<TableName, String> trial : trials.entrySet()) {
                tryAlone(trial.getKey(), trial.getValue());
            }
            throw SqlErrors.translate(e, "trying the conditions of the plan");
        }
    }

    private void tryAlone(TableName table, String trial) {
        try {
            // On its own: the pins do not hold yet for what travels with them.
            session.execute("ROLLBACK; " + begin);
            session.query(trial);
        } catch (SQLException e) {
            throw condition(e, table);
        }
    }

    private static BackupException condition(SQLException e, TableName table) {
        Problem problem =
                SqlErrors.problem(e, "trying the condition of the plan").table(table);
        return problem.hint(problem.hint() == null ? "the column's type must go with the condition" : problem.hint())
                .exception(SqlErrors.sanitized(e));
    }

    private static String state(SQLException e) {
        return Objects.requireNonNullElse(e.getSQLState(), "");
    }
}
