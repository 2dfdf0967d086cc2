package dev.coffer.backup.internal.restore;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that a run creates, with the encoding and locale of the backup (P25), and drops again unless it succeeds. */
final class NewDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(NewDatabase.class);
    private static final int PROVIDERS = 150000;
    private static final int BUILTIN = 170000;

    private final ConnectionSource server;
    private final String name;

    private NewDatabase(ConnectionSource server, String name) {
        this.server = server;
        this.name = name;
    }

    static NewDatabase create(ConnectionSource server, String name, ServerInfo like) {
        try (Session session = server.open()) {
            session.execute(sql(name, like, session.serverVersion()));
        } catch (SQLException e) {
            throw refused(name, like, e);
        }
        return new NewDatabase(server, name);
    }

    /** Refuses a name that is taken. */
    static void requireFree(Session session, String name) throws SQLException {
        if (!session.query("SELECT FROM pg_catalog.pg_database WHERE datname = " + Sql.literal(name))
                .get(0)
                .isEmpty()) {
            throw taken(name).exception();
        }
    }

    private static Problem taken(String name) {
        return Problem.of(ErrorCode.DATABASE_EXISTS, "the database " + name + " exists already")
                .hint("choose another name, or restore into it with into(…) if it is empty");
    }

    ConnectionSource connections() {
        return server.withDatabase(name);
    }

    private static String sql(String name, ServerInfo like, int version) {
        StringBuilder sql = new StringBuilder("CREATE DATABASE ")
                .append(Sql.quote(name))
                .append(" TEMPLATE template0 ENCODING ")
                .append(Sql.literal(like.encoding()));
        String provider = like.localeProvider();
        boolean libc = provider.equals("libc");
        if (!libc && version < (provider.equals("builtin") ? BUILTIN : PROVIDERS)) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_SERVER,
                            "the backup came from a database whose locale provider is " + provider
                                    + ", which the target server does not know")
                    .hint("create the database yourself with the locale you want, and restore with into(…)")
                    .exception();
        }
        sql.append(" LC_COLLATE ").append(Sql.literal(like.collate()));
        sql.append(" LC_CTYPE ").append(Sql.literal(like.ctype()));
        if (version >= PROVIDERS) {
            sql.append(" LOCALE_PROVIDER ").append(provider.replaceAll("[^a-z]", ""));
            String locale = like.locale();
            if (!libc && locale != null) {
                sql.append(provider.equals("icu") ? " ICU_LOCALE " : " BUILTIN_LOCALE ")
                        .append(Sql.literal(locale));
            }
        }
        return sql.toString();
    }

    private static BackupException refused(String name, ServerInfo like, SQLException e) {
        return switch (Objects.requireNonNullElse(e.getSQLState(), "")) {
            case "42P04" -> taken(name).exception(SqlErrors.sanitized(e));
            case "42501" ->
                Problem.of(ErrorCode.PERMISSION, "the role may not create databases")
                        .hint(
                                "run as a superuser: ALTER ROLE … CREATEDB; or create the database and restore with into(…)")
                        .exception(SqlErrors.sanitized(e));
            case "42809", "22023", "42704" ->
                SqlErrors.problem(e, "creating the database " + name)
                        .hint("the target server does not have the locale of the backup (LC_COLLATE " + like.collate()
                                + ", LC_CTYPE " + like.ctype() + ", provider " + like.localeProvider()
                                + "): create the database yourself with one that it has, and restore with into(…)")
                        .exception(SqlErrors.sanitized(e));
            default -> SqlErrors.translate(e, "creating the database " + name);
        };
    }

    /** Drops it because of a failure, which is told all the same when this fails too. */
    void drop(RuntimeException failure) {
        boolean interrupted = Thread.interrupted();
        try {
            DatabaseDrop.drop(server, name);
        } catch (SQLException e) {
            left(failure, SqlErrors.translate(e, "dropping the database " + name + ", which is left incomplete"));
        } catch (BackupException e) {
            left(failure, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void left(RuntimeException failure, BackupException why) {
        LOG.warn("restore.database-left database={} code={}", name, why.code());
        failure.addSuppressed(why);
    }
}
