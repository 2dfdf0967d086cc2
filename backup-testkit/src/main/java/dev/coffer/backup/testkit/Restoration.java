package dev.coffer.backup.testkit;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
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
        boolean done;
        try (DatabaseSession session = target.openSession()) {
            done = loaded(session, fixture, mode, sequences);
        }
        if (!done) {
            create(target, fixture);
        }
    }

    /** Whether the fixture was loaded; if not, its schema is to be created. */
    static boolean loaded(DatabaseSession session, Fixture fixture, Mode mode, Sequences sequences) {
        if (mode == Mode.CREATE && !Created.byUs(session)) {
            return false;
        }
        if (mode != Mode.LOAD && fixture.hasSchema()) {
            return Loader.loadIfThere(session, fixture, sequences);
        }
        Loader.load(session, fixture, sequences);
        return true;
    }

    static void create(PostgresDatabase target, Fixture fixture) {
        RestorePlan.Builder plan =
                RestorePlan.builder().strategy(Fixtures.strategies()).into(target);
        fixture.source()
                .orElseThrow(() -> Problem.of(
                                ErrorCode.UNSUPPORTED_BY_FORMAT, "the fixture has rows and no schema to create")
                        .file(fixture.name())
                        .hint("give a backup, or create the schema first and load with mode = Mode.LOAD")
                        .exception())
                .accept(plan);
        RestoreReport report = plan.build().run();
        report.skips().forEach(skip -> LOG.warn("testkit.skipped fixture={} {}", fixture.name(), skip));
        Created.remember(target);
    }

    @Override
    public void close() throws BackupException {
        end.run();
    }
}
