package dev.coffer.backup.testkit;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import dev.coffer.backup.testkit.internal.target.Loader;
import dev.coffer.backup.testkit.internal.target.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Template databases, each made once for each JVM, and clones of them. They lie on the server of the target, named {@code
 * coffer_…} with the process's number, and are dropped when JUnit ends.
 */
final class Templates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);
    private static final String MAINTENANCE = "postgres";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<Key, Template> templates = new ConcurrentHashMap<>();

    private record Key(String target, List<String> fixtures, Sequences sequences) {}

    private record Template(PostgresDatabase server, String name, boolean passing) {}

    /** A database of a test; dropping it ends whatever is connected to it. */
    record Clone(PostgresDatabase server, String name) {
        PostgresDatabase database() {
            return server.withDatabase(name);
        }

        void drop() {
            Templates.drop(server, name);
        }
    }

    /** Those of this run of JUnit. */
    static Templates of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Templates.class))
                .getOrComputeIfAbsent(Templates.class, same -> new Templates(), Templates.class);
    }

    /** A new database that holds the fixtures. */
    Clone cloneOf(Targets.Target target, List<Fixture> fixtures, Sequences sequences) {
        Key key = new Key(
                target.database().toString(),
                fixtures.stream().map(Fixture::name).toList(),
                sequences);
        Template template = templates.computeIfAbsent(key, same -> make(target, fixtures, sequences));
        return new Clone(template.server, createFrom(template.server, template.name, "cloning the template"));
    }

    private static Template make(Targets.Target given, List<Fixture> fixtures, Sequences sequences) {
        PostgresDatabase target = given.database();
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
        return new Template(server, name, given.passing());
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
        return createFrom(server, source, "making a template of the target");
    }

    private static String createFrom(PostgresDatabase server, String template, String doing) {
        return create(server, Sql.quote(template), doing);
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

    @Override
    public void close() {
        // A container is gone by now, or goes with the JVM.
        templates.values().stream()
                .filter(template -> !template.passing)
                .forEach(template -> drop(template.server, template.name));
    }
}
