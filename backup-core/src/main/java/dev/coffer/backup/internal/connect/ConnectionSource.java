package dev.coffer.backup.internal.connect;

import java.util.Map;
import javax.sql.DataSource;

/** Where sessions come from. The text form shows user, hosts and database, and never a secret. */
@SuppressWarnings({"unused", "DoNotCallSuggester"}) // goes with the stubs
public interface ConnectionSource {
    static ConnectionSource ofUrl(String url) {
        throw new UnsupportedOperationException("being written");
    }

    static ConnectionSource ofDataSource(DataSource dataSource) {
        throw new UnsupportedOperationException("being written");
    }

    static ConnectionSource ofEnvironment(Map<String, String> environment) {
        throw new UnsupportedOperationException("being written");
    }

    /** The same server and user, another database: for a restore into a new one. Refused for a data source. */
    ConnectionSource withDatabase(String database);

    /** How many connections a plan may use unless it is told: 4 for a URL, 1 for a data source. */
    int defaultConnections();

    boolean isDataSource();

    /** Connects, retrying while a sleeping server wakes. Throws a {@link dev.coffer.backup.DatabaseException}. */
    Session open();
}
