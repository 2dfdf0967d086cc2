package dev.coffer.backup.testkit;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The connection over which the tests of a class are loaded: a new one would have to learn the tables each time, which takes longer
 * than the load. Data sources are asked each time, since they keep connections themselves.
 */
final class KeptSession implements AutoCloseable {
    private @Nullable PostgresDatabase database;
    private @Nullable DatabaseSession session;

    private KeptSession() {}

    /** That of the test's own class; closed with it, so that a class after it may make a template of the target. */
    static KeptSession of(ExtensionContext context) {
        ExtensionContext own = context;
        while (own.getTestMethod().isPresent() && own.getParent().isPresent()) {
            own = own.getParent().orElseThrow();
        }
        return own.getStore(ExtensionContext.Namespace.create(KeptSession.class))
                .getOrComputeIfAbsent(KeptSession.class, same -> new KeptSession(), KeptSession.class);
    }

    /** Restores one fixture over the connection; a connection that was lost meanwhile is made anew. */
    synchronized void restore(PostgresDatabase target, Fixture fixture, Mode mode, Sequences sequences) {
        if (target.isDataSource()) {
            Restoration.restore(target, fixture, mode, sequences);
            return;
        }
        boolean fresh = session == null || !target.toString().equals(String.valueOf(database));
        Restoration.Rest rest;
        try {
            rest = Restoration.load(session(target), fixture, mode, sequences);
        } catch (BackupException e) {
            close();
            if (fresh || e.code() != ErrorCode.CONNECTION_LOST) {
                throw e;
            }
            rest = Restoration.load(session(target), fixture, mode, sequences);
        }
        Restoration.finish(target, fixture, rest);
    }

    private DatabaseSession session(PostgresDatabase target) {
        DatabaseSession open = session;
        if (open == null || !target.toString().equals(String.valueOf(database))) {
            close();
            open = target.openSession();
            session = open;
            database = target;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
