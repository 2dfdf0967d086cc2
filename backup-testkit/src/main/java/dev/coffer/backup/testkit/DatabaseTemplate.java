package dev.coffer.backup.testkit;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.fixture.internal.schema.Sql;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import dev.coffer.backup.testkit.internal.target.Loader;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that holds fixtures and is cloned for those who may do anything to it, where {@link Mode#CLONE} does not fit: from another
 * test framework, or several times in one test.
 *
 * <pre>{@code
 * try (DatabaseTemplate template = DatabaseTemplate.make(target, BackupFixture.of("fixtures/proteins.json"));
 *         DatabaseTemplate.Clone clone = template.newClone()) {
 *     clone.database() …
 * }
 * }</pre>
 *
 * <p>Template and clones lie on the server of the target, named {@code coffer_…} with the process's number; the role needs {@code
 * CREATEDB}. Whoever makes them closes them: they are databases, and outlive the JVM. Safe for use by several threads.
 *
 * @see <a href="https://www.postgresql.org/docs/current/manage-ag-templatedbs.html">Template Databases</a>
 */
public final class DatabaseTemplate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTemplate.class);
    private static final String MAINTENANCE = "postgres";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final PostgresDatabase server;
    private final String name;

    private DatabaseTemplate(PostgresDatabase server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Makes a template.
     *
     * @param target whose server it is to be on. Fixtures that bring no schema, or whose tables the target has already, are loaded into a copy of
     *     it, for which nobody else may be connected to it; the target itself stays as it is. Must be given by a URL
     * @param fixtures what the template is to hold, loaded one after another
     * @throws BackupException when a fixture does not fit, the role may not create databases, or somebody is connected to the target
     */
    public static DatabaseTemplate make(PostgresDatabase target, BackupFixture... fixtures) {
        return make(target, Arrays.stream(fixtures).map(BackupFixture::fixture).toList(), Sequences.AS_SAVED);
    }

    static DatabaseTemplate make(PostgresDatabase target, List<Fixture> fixtures, Sequences sequences) {
        PostgresDatabase server = target.withDatabase(MAINTENANCE);
        boolean fresh = fixtures.stream().allMatch(Fixture::hasSchema) && holdsNone(target, fixtures);
        String name = fresh ? create(server, "template0", "creating a template") : copy(target, server);
        try {
            PostgresDatabase template = server.withDatabase(name);
            fixtures.forEach(fixture -> Restoration.restore(template, fixture, Mode.AUTO, sequences));
        } catch (RuntimeException e) {
            drop(server, name);
            throw e;
        }
        return new DatabaseTemplate(server, name);
    }

    private static boolean holdsNone(PostgresDatabase target, List<Fixture> fixtures) {
        try (DatabaseSession session = target.openSession()) {
            return fixtures.stream().allMatch(fixture -> Loader.holdsNone(session, fixture));
        }
    }

    /** Of the target, with the schema that migrations made there. */
    private static String copy(PostgresDatabase target, PostgresDatabase server) {
        String source;
        try (DatabaseSession session = target.openSession()) {
            source = Objects.requireNonNull(
                    session.query("SELECT pg_catalog.current_database()").get(0).get(0)[0]);
        } catch (SQLException e) {
            throw new IllegalStateException("current_database() was refused", e);
        }
        return create(server, Sql.quote(source), "making a template of the target");
    }

    /**
     * Makes a new database like the template.
     *
     * @throws BackupException when the server refuses, such as for want of space
     */
    public Clone newClone() {
        return new Clone(server, create(server, Sql.quote(name), "cloning the template"));
    }

    /** A database of one test; {@link #close} drops it, and ends whatever is still connected to it. */
    public static final class Clone implements AutoCloseable {
        private final PostgresDatabase server;
        private final String name;

        private Clone(PostgresDatabase server, String name) {
            this.server = server;
            this.name = name;
        }

        /** Where it is. */
        public PostgresDatabase database() {
            return server.withDatabase(name);
        }

        /** Drops it; what cannot be dropped, since its server is gone, is logged. */
        @Override
        public void close() {
            drop(server, name);
        }
    }

    private static String create(PostgresDatabase server, String template, String doing) {
        String name = "coffer_" + ProcessHandle.current().pid() + "_"
                + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX) + "_" + NUMBER.incrementAndGet();
        try (DatabaseSession session = server.openSession()) {
            try {
                session.execute("CREATE DATABASE " + Sql.quote(name) + " TEMPLATE " + template);
            } catch (SQLException e) {
                throw refused(session, e, doing);
            }
        }
        return name;
    }

    private static BackupException refused(DatabaseSession session, SQLException e, String doing) {
        return switch (Objects.requireNonNullElse(e.getSQLState(), "")) {
            case "55006" ->
                Problem.of(ErrorCode.TARGET_NOT_EMPTY, doing + ": others are connected to it")
                        .hint(
                                "close connections and pools to the target first, or restore from a backup, whose template is"
                                        + " a database of its own")
                        .exception(session.sanitized(e));
            case "42501" ->
                Problem.of(ErrorCode.PERMISSION, doing + ": the role may not create databases")
                        .hint("run as a superuser: ALTER ROLE … CREATEDB; or use another mode than CLONE")
                        .exception(session.sanitized(e));
            default -> session.translate(e, doing);
        };
    }

    private static void drop(PostgresDatabase server, String name) {
        try (DatabaseSession session = server.openSession()) {
            session.executeUninterruptibly("DROP DATABASE IF EXISTS " + Sql.quote(name) + " WITH (FORCE)");
        } catch (SQLException e) {
            LOG.warn("testkit.database-left database={} sqlstate={}", name, e.getSQLState());
        } catch (BackupException e) {
            // Such as a container that was stopped, and took the database with it.
            LOG.warn("testkit.database-left database={} code={}", name, e.code());
        }
    }

    /** Drops the template. Clones stay. */
    @Override
    public void close() {
        drop(server, name);
    }
}
