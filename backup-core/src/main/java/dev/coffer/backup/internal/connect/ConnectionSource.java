package dev.coffer.backup.internal.connect;

import dev.coffer.backup.spi.LibpqConnection;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Where sessions come from. The text form shows user, hosts and database, and never a secret. */
public interface ConnectionSource {
    /** A libpq URI or a JDBC URL. A password that it lacks is looked for as libpq does: PGPASSWORD, then the password file. */
    static ConnectionSource ofUrl(String url) {
        return UrlSource.of(url, Surroundings.ofProcess());
    }

    /** The same with another patience for a server that is silent. */
    static ConnectionSource ofUrl(String url, Patience patience) {
        return UrlSource.of(url, Surroundings.ofProcess()).with(patience);
    }

    static ConnectionSource ofDataSource(DataSource dataSource) {
        return new PooledSource(dataSource);
    }

    /** POSTGRES_URL, else DATABASE_URL, else the PG variables. */
    static ConnectionSource ofEnvironment(Map<String, String> environment) {
        return UrlSource.ofEnvironment(Surroundings.ofProcess().with(environment));
    }

    /** The same server and user, another database: for a restore into a new one. Refused for a data source. */
    ConnectionSource withDatabase(String database);

    /** The same with this password instead of any other. Refused for a data source. */
    ConnectionSource withPassword(String password);

    /** Whether no password is known, so that one may have to be asked for. */
    boolean lacksPassword();

    /** How many connections a plan may use unless it is told: 4 for a URL, 1 for a data source. */
    int defaultConnections();

    boolean isDataSource();

    /** The same in the terms of libpq, for programs that connect on their own; nothing for a data source. */
    Optional<LibpqConnection> forTools();

    /** Connects, retrying while a sleeping server wakes. Throws a {@link dev.coffer.backup.DatabaseException}. */
    Session open();

    /**
     * A connection for somebody else's statements, retrying while a sleeping server wakes: the data source's own, or one with
     * the driver's defaults. Throws a {@link dev.coffer.backup.DatabaseException}.
     */
    Connection connect();

    /**
     * Connects for a further worker, or gives nothing where no connection is to be had in this time: the plan does without.
     * What it gives up on is closed when it arrives after all.
     */
    Optional<Session> tryOpen(Duration wait);
}
