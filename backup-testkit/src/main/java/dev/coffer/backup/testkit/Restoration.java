package dev.coffer.backup.testkit;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import dev.coffer.backup.testkit.internal.target.Loader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was restored for a test or a class; a database that was cloned for it is dropped when JUnit closes it.
 *
 * @param database the one that the test uses
 * @param end what is to be done afterwards
 */
record Restoration(PostgresDatabase database, Runnable end) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

    /**
     * Restores.
     *
     * @param scope what the result belongs to: the test or the class
     * @param context of the test
     */
    static Restoration run(RestoreBackup annotation, ExtensionContext scope, ExtensionContext context) {
        ClassLoader loader = context.getRequiredTestClass().getClassLoader();
        List<Fixture> fixtures = Arrays.stream(annotation.value())
                .map(name -> Fixtures.find(name, loader))
                .toList();
        Targets.Target target = Targets.of(annotation, context);
        if (annotation.mode() == Mode.CLONE) {
            DatabaseTemplate.Clone clone = Templates.of(scope).cloneOf(target, fixtures, annotation.sequences());
            return new Restoration(clone.database(), clone::close);
        }
        fixtures.forEach(fixture ->
                KeptSession.of(context).restore(target.database(), fixture, annotation.mode(), annotation.sequences()));
        return new Restoration(target.database(), () -> {});
    }

    /** Restores one fixture in a mode other than that of clones. */
    static void restore(PostgresDatabase target, Fixture fixture, Mode mode, Sequences sequences) {
        Rest rest;
        try (DatabaseSession session = target.openSession()) {
            rest = load(session, fixture, mode, sequences);
        }
        finish(target, fixture, rest);
    }

    /** What a plan has to do after a session has done what it can. */
    enum Rest {
        /** The fixture is loaded. */
        NOTHING,
        /** Its tables are not there. */
        CREATE,
        /** Its rows are too many to be kept in memory. */
        READ_AGAIN
    }

    static Rest load(DatabaseSession session, Fixture fixture, Mode mode, Sequences sequences) {
        if (mode == Mode.CREATE && !Created.byUs(session)) {
            return Rest.CREATE;
        }
        boolean mayCreate = mode != Mode.LOAD && fixture.hasSchema();
        if (!fixture.inMemory()) {
            requireAsSaved(fixture, sequences);
            return mayCreate && Loader.holdsNone(session, fixture) ? Rest.CREATE : Rest.READ_AGAIN;
        }
        if (mayCreate) {
            return Loader.loadIfThere(session, fixture, sequences) ? Rest.NOTHING : Rest.CREATE;
        }
        Loader.load(session, fixture, sequences);
        return Rest.NOTHING;
    }

    private static void requireAsSaved(Fixture fixture, Sequences sequences) {
        if (sequences != Sequences.AS_SAVED) {
            throw Problem.of(ErrorCode.LIMIT, "the fixture is too large for sequences to be set past the largest key")
                    .file(fixture.name())
                    .hint("restore with sequences = Sequences.AS_SAVED, or record a smaller fixture: coffer record")
                    .exception();
        }
    }

    static void finish(PostgresDatabase target, Fixture fixture, Rest rest) {
        switch (rest) {
            case NOTHING -> {}
            case CREATE -> {
                plan(target, fixture, RestorePlan.builder());
                Created.remember(target);
            }
            case READ_AGAIN ->
                plan(
                        target,
                        fixture,
                        RestorePlan.builder().scope(Scope.DATA_ONLY).existing(Existing.TRUNCATE));
        }
    }

    private static void plan(PostgresDatabase target, Fixture fixture, RestorePlan.Builder plan) {
        plan.strategy(Fixtures.strategies()).into(target);
        fixture.source()
                .orElseThrow(() -> Problem.of(
                                ErrorCode.UNSUPPORTED_BY_FORMAT, "the fixture has rows and no schema to create")
                        .file(fixture.name())
                        .hint("give a backup, or create the schema first and load with mode = Mode.LOAD")
                        .exception())
                .accept(plan);
        RestoreReport report = plan.build().run();
        report.skips().forEach(skip -> LOG.warn("testkit.skipped fixture={} skip={}", fixture.name(), skip));
    }

    @Override
    public void close() throws BackupException {
        end.run();
    }
}
