package dev.coffer.backup.internal.connect;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/** Connections of our own, made by the driver from a connection string. */
final class UrlSource implements ConnectionSource {
    private final Target target;

    UrlSource(Target target) {
        this.target = target;
    }

    static ConnectionSource of(String url, Surroundings surroundings) {
        if (LibpqUri.is(url)) {
            return new UrlSource(target(LibpqUri.parse(url), surroundings));
        }
        throw Problem.of(ErrorCode.CONNECTION_STRING, "the connection string is not one of PostgreSQL's")
                .hint("it begins with postgresql:// or jdbc:postgresql://")
                .exception();
    }

    static ConnectionSource ofEnvironment(Surroundings surroundings) {
        Map<String, String> environment = surroundings.environment();
        String url = environment.getOrDefault("POSTGRES_URL", environment.get("DATABASE_URL"));
        if (url == null) {
            throw Problem.of(ErrorCode.CONNECTION_STRING, "neither POSTGRES_URL nor DATABASE_URL is set")
                    .hint("set POSTGRES_URL to postgresql://user:password@host/database")
                    .exception();
        }
        return of(url, surroundings);
    }

    private static Target target(Map<String, String> parameters, Surroundings surroundings) {
        List<Target.HostPort> hosts = new ArrayList<>();
        String[] names = parameters.getOrDefault("host", "localhost").split(",", -1);
        String[] ports = parameters.getOrDefault("port", "").split(",", -1);
        for (int i = 0; i < names.length; i++) {
            String port = ports.length == 1 ? ports[0] : ports[i];
            hosts.add(new Target.HostPort(names[i], port.isEmpty() ? 5432 : Integer.parseInt(port)));
        }
        String user = parameters.getOrDefault("user", surroundings.osUser());
        String database = parameters.getOrDefault("dbname", user);
        return new Target(hosts, database, user, parameters.get("password"), Parameters.driverProperties(parameters));
    }

    @Override
    public ConnectionSource withDatabase(String database) {
        return new UrlSource(target.withDatabase(database));
    }

    @Override
    public ConnectionSource withPassword(String password) {
        return new UrlSource(target.withPassword(password));
    }

    @Override
    public boolean lacksPassword() {
        return target.password() == null;
    }

    @Override
    public int defaultConnections() {
        return 4;
    }

    @Override
    public boolean isDataSource() {
        return false;
    }

    @Override
    public Session open() {
        Properties properties = target.driverProperties();
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "12");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        try {
            Connection connection = new Driver().connect(target.driverUrl(), properties);
            if (connection == null) {
                throw new IllegalStateException("the driver does not know its own URL");
            }
            return new PgSession(connection, connection.unwrap(PGConnection.class), connection::close);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private BackupException refused(SQLException e) {
        return SqlErrors.translate(e, "connecting to " + target);
    }

    @Override
    public Optional<Session> tryOpen(Duration wait) {
        return Optional.of(open());
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
