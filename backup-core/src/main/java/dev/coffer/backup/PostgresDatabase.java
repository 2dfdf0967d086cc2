package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.LentSession;
import dev.coffer.backup.spi.DatabaseSession;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * A PostgreSQL database, as the source of a backup or the target of a restore. Immutable and safe for use by several
 * threads; nothing is connected before a plan runs. {@link #toString} never shows a password.
 */
public final class PostgresDatabase {
    private final ConnectionSource connections;

    private PostgresDatabase(ConnectionSource connections) {
        this.connections = connections;
    }

    /**
     * A database by its connection string: a libpq URI ({@code postgresql://…}), read by libpq's rules, or a JDBC URL
     * ({@code jdbc:postgresql://…}), read by the driver's.
     *
     * <p>Where the string has no password, it is looked for as libpq does: in {@code PGPASSWORD}, then in the password file
     * ({@code passfile}, {@code PGPASSFILE}, {@code ~/.pgpass}) if nobody else may read that. Nothing else is taken from the
     * environment: for that, use {@link #fromEnvironment}.
     *
     * @throws PlanException with {@link ErrorCode#CONNECTION_STRING} when it cannot be read or has a parameter that is
     *     not supported; the message names the parameter, never a value
     */
    public static PostgresDatabase of(String url) {
        return new PostgresDatabase(ConnectionSource.ofUrl(url));
    }

    /**
     * A database by a data source. The connections that it gives must be pgjdbc's, or wrap them ({@link
     * java.sql.Connection#unwrap}); they come back as they were.
     */
    public static PostgresDatabase of(DataSource dataSource) {
        return new PostgresDatabase(ConnectionSource.ofDataSource(dataSource));
    }

    /**
     * A database by the environment: {@code POSTGRES_URL}, else {@code DATABASE_URL}, else {@code PGHOST}, {@code
     * PGPORT}, {@code PGDATABASE}, {@code PGUSER}, {@code PGPASSWORD} and the others that libpq knows. What a libpq URI in the first
     * two leaves open is taken from the others, as libpq does.
     *
     * @throws PlanException with {@link ErrorCode#CONNECTION_STRING} when none of them is set or one cannot be read
     */
    public static PostgresDatabase fromEnvironment() {
        return new PostgresDatabase(ConnectionSource.ofEnvironment(System.getenv()));
    }

    /**
     * The same database with this password instead of any other, such as one that was asked for at a prompt.
     *
     * @param password copied; the caller may clear it
     * @throws PlanException with {@link ErrorCode#INVALID_PLAN} for a data source, which has its own
     */
    public PostgresDatabase withPassword(char[] password) {
        return new PostgresDatabase(connections.withPassword(new String(password)));
    }

    /**
     * Whether a password is known: from the connection string, {@code PGPASSWORD} or the password file, or because a data
     * source sees to it. Without one, a server that asks for it refuses with {@link ErrorCode#AUTHENTICATION}; some do
     * not ask.
     */
    public boolean hasPassword() {
        return !connections.lacksPassword();
    }

    /**
     * Another database on the same server, for the same user.
     *
     * @param name unquoted
     * @throws PlanException with {@link ErrorCode#INVALID_PLAN} for a data source, which leads to one database only
     */
    public PostgresDatabase withDatabase(String name) {
        return new PostgresDatabase(connections.withDatabase(requireNonNull(name, "name")));
    }

    /** Whether connections are lent by a data source, so that no URL is known. */
    public boolean isDataSource() {
        return connections.isDataSource();
    }

    /**
     * A connection for the caller's own statements, in the driver's default mode and in autocommit; from a data source, one
     * of its own as it gives it. A server that sleeps is waited for. The caller closes it.
     *
     * @throws DatabaseException when there is none to be had
     */
    public Connection connect() {
        return connections.connect();
    }

    /**
     * A session as plans use it, for tools beside this library; what is changed of a data source's connection is put back
     * when it is closed. A server that sleeps is waited for. The caller closes it.
     *
     * @throws DatabaseException when there is none to be had
     */
    public DatabaseSession openSession() {
        return new LentSession(connections.open());
    }

    ConnectionSource connections() {
        return connections;
    }

    /** User, hosts and database, without a password: {@code app@db.example.org:5432/shop}. */
    @Override
    public String toString() {
        return connections.toString();
    }
}
