package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Existing;
import dev.coffer.backup.RestorePreview;
import dev.coffer.backup.RestorePreview.ObjectAction;
import dev.coffer.backup.RestorePreview.ObjectStep;
import dev.coffer.backup.RestorePreview.TableStep;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.connect.Pins;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.store.Unpacked;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what a run would do, and refuses what it would refuse before the first byte, in transactions that are rolled back or only read. */
public final class RestorePreviewing {
    private final RestoreSettings settings;

    private RestorePreviewing(RestoreSettings settings) {
        this.settings = settings;
    }

    public static RestorePreview of(RestoreSettings settings) {
        try (Unpacked backup = settings.unpack()) {
            PlannedSource source = PlannedSource.open(settings, backup);
            return new RestorePreviewing(source.settings()).preview(source);
        }
    }

    private RestorePreview preview(PlannedSource planned) {
        try (Session session = settings.target().open()) {
            TargetState target = TargetReader.read(session, settings.scope(), settings.existing());
            RestoreSource known = planned.known();
            if (settings.newDatabase() != null && known != null) {
                ServerInfo like = known.catalogue().server();
                NewDatabase.requireFree(session, settings.newDatabase());
                target = target.asNewDatabase(settings.newDatabase(), like);
            }
            RestoreSource source = planned.in(target);
            RestoreActions actions = Preflight.check(session, source, target, settings);
            target.from(source.catalogue().server()).tryReading(session, actions.creates());
            NamesInRows.check(session, source, actions, target);
            Map<TableName, Long> there = look(session, actions, target);
            return new RestorePreview(
                    objects(actions),
                    tables(actions, there),
                    largeObjects(actions) ? source.catalogue().largeObjects() : 0,
                    settings.scope() == Scope.SCHEMA_ONLY
                            ? 0
                            : Reduced.of(source, actions.skips())
                                    .catalogue()
                                    .sequences()
                                    .size(),
                    !actions.several(),
                    source.proof(),
                    actions.skips(),
                    actions.warnings());
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "looking at the target");
        }
    }

    private Map<TableName, Long> look(Session session, RestoreActions actions, TargetState target) throws SQLException {
        if (actions.live().tables().isEmpty()) {
            return Map.of();
        }
        session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"
                + Pins.forBackup(session.serverVersion(), Duration.ofSeconds(60)));
        actions.live().refuseRows(session, settings.existing());
        Arrivals arrivals = new Arrivals(session, Transactions.one(session), target, Existing.APPEND);
        arrivals.before(actions.live().tables().stream()
                .map(table -> LoadTarget.of(table, ""))
                .toList());
        session.execute("COMMIT");
        return arrivals.before();
    }

    private static List<ObjectStep> objects(RestoreActions actions) {
        List<ObjectStep> steps = new ArrayList<>();
        actions.drops().forEach(entry -> steps.add(new ObjectStep(entry.id(), ObjectAction.DROP)));
        actions.creates().forEach(entry -> steps.add(new ObjectStep(entry.id(), ObjectAction.CREATE)));
        actions.rights().forEach(entry -> steps.add(new ObjectStep(entry.id(), ObjectAction.CREATE)));
        actions.keeps()
                .forEach(kept -> steps.add(new ObjectStep(
                        kept.entry().id(), kept.differs() ? ObjectAction.KEEP_DIFFERENT : ObjectAction.KEEP)));
        return steps;
    }

    private static boolean largeObjects(RestoreActions actions) {
        return actions.tables().stream().anyMatch(table -> table.source().largeObjects());
    }

    private List<TableStep> tables(RestoreActions actions, Map<TableName, Long> there) {
        return actions.tables().stream()
                .filter(table -> !table.source().largeObjects())
                .map(table -> new TableStep(
                        table.name(),
                        action(table),
                        table.source().totals().rows(),
                        there.getOrDefault(table.into(), 0L)))
                .toList();
    }

    private RestorePreview.TableAction action(TableAction table) {
        if (!table.exists()) {
            return RestorePreview.TableAction.LOAD;
        }
        return switch (settings.existing()) {
            case REFUSE, CLEAN -> RestorePreview.TableAction.LOAD;
            case TRUNCATE -> RestorePreview.TableAction.REPLACE;
            case APPEND -> RestorePreview.TableAction.APPEND;
            case UPSERT -> RestorePreview.TableAction.UPSERT;
            case SKIP -> RestorePreview.TableAction.SKIP;
        };
    }
}
