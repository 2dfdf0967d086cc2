package dev.coffer.backup;

import dev.coffer.backup.internal.connect.ConnectionSource;
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
     * PGPORT}, {@code PGDATABASE}, {@code PGUSER}, {@code PGPASSWORD} and the others that libpq knows.
     *
     * @throws PlanException with {@link ErrorCode#CONNECTION_STRING} when none of them is set or one cannot be read
     */
    public static PostgresDatabase fromEnvironment() {
        return new PostgresDatabase(ConnectionSource.ofEnvironment(System.getenv()));
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
