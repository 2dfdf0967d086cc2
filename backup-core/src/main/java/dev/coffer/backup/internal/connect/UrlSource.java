package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.LibpqConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.HostSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of our own, made by the driver from a connection string. */
final class UrlSource implements ConnectionSource {
    private static final Logger LOG = LoggerFactory.getLogger(UrlSource.class);
    private static final int CONNECTIONS = 4;
    /** The log-in as a whole, which a sleeping server may make long. */
    private static final int LOGIN_SECONDS = 30;
    /** What connect_timeout=0 becomes: with any limit the driver connects in a thread that an interruption can leave behind. */
    private static final int A_DAY = 24 * 60 * 60;

    private final Target target;
    private final Surroundings surroundings;
    private final Waking waking;
    private final Patience patience;

    UrlSource(Target target, Surroundings surroundings, Waking waking, Patience patience) {
        this.target = target;
        this.surroundings = surroundings;
        this.waking = waking;
        this.patience = patience;
    }

    static UrlSource of(String url, Surroundings surroundings) {
        return of(url, surroundings, Map.of());
    }

    private static UrlSource of(String url, Surroundings surroundings, Map<String, String> defaults) {
        Target target;
        if (LibpqUri.is(url)) {
            Map<String, Given> given = new LinkedHashMap<>();
            LibpqUri.parse(url).forEach((name, value) -> given.put(name, Given.parameter(name, value)));
            target = LibpqTarget.of(LibpqTarget.completed(given, defaults), surroundings);
        } else if (JdbcUrl.is(url)) {
            target = JdbcUrl.parse(url, surroundings);
        } else {
            throw Problem.of(
                            ErrorCode.CONNECTION_STRING,
                            "the connection string begins neither with postgresql:// nor with jdbc:postgresql:")
                    .hint("write postgresql://user:password@host:5432/database?sslmode=require")
                    .exception();
        }
        return new UrlSource(target, surroundings, Waking.DEFAULT, Patience.DEFAULT);
    }

    static UrlSource ofEnvironment(Surroundings surroundings) {
        Map<String, String> environment = surroundings.environment();
        for (String name : List.of("POSTGRES_URL", "DATABASE_URL")) {
            String url = environment.get(name);
            if (url != null && !url.isBlank()) {
                return of(url.strip(), surroundings, environment);
            }
        }
        if (List.of("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGUSER", "PGSERVICE").stream()
                .allMatch(name -> environment.getOrDefault(name, "").isEmpty())) {
            throw LibpqTarget.nothingSet().exception();
        }
        Map<String, Given> given = LibpqTarget.completed(Map.of(), environment);
        return new UrlSource(LibpqTarget.of(given, surroundings), surroundings, Waking.DEFAULT, Patience.DEFAULT);
    }

    /** The same with another patience for a server that wakes. */
    UrlSource with(Waking other) {
        return new UrlSource(target, surroundings, other, patience);
    }

    /** The same with another patience for a server that is silent. */
    UrlSource with(Patience other) {
        return new UrlSource(target, surroundings, waking, other);
    }

    Target target() {
        return target;
    }

    @Override
    public ConnectionSource withDatabase(String database) {
        return new UrlSource(target.withDatabase(database), surroundings, waking, patience);
    }

    @Override
    public ConnectionSource withPassword(String password) {
        return new UrlSource(target.withPassword(password), surroundings, waking, patience);
    }

    @Override
    public boolean lacksPassword() {
        return Passwords.find(target, surroundings).value() == null;
    }

    @Override
    public int defaultConnections() {
        return CONNECTIONS;
    }

    @Override
    public boolean isDataSource() {
        return false;
    }

    @Override
    public Optional<LibpqConnection> forTools() {
        return Optional.of(
                LibpqView.of(target, Passwords.find(target, surroundings).value()));
    }

    @Override
    public Session open() {
        Passwords password = Passwords.find(target, surroundings);
        Properties properties = driverProperties(password);
        return waking.connect(() -> connect(properties), e -> ConnectErrors.problem(e, target, password));
    }

    @Override
    public Connection connect() {
        Passwords password = Passwords.find(target, surroundings);
        Properties properties = loginProperties(password);
        return waking.connect(
                () -> driverConnection(target, properties), e -> ConnectErrors.problem(e, target, password));
    }

    @Override
    public Optional<Session> tryOpen(Duration wait) {
        Properties properties = driverProperties(Passwords.find(target, surroundings));
        int seconds = (int) Math.max(1, Math.min(wait.toSeconds(), A_DAY));
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
        try {
            return Optional.of(connect(properties));
        } catch (SQLException e) {
            LOG.debug("session.worker-refused sqlstate={}", e.getSQLState());
            return Optional.empty();
        }
    }

    private Session connect(Properties properties) throws SQLException {
        Properties own = new Properties();
        own.putAll(properties);
        long ticket = KeepAliveSockets.expect(own);
        Optional<CountedSocket> socket = Optional.empty();
        try {
            Connection connection = driverConnection(target, own);
            socket = KeepAliveSockets.take(ticket);
            BackendProbe.SecondConnection second = connection instanceof BaseConnection base
                    ? () -> secondConnection(base.getQueryExecutor().getHostSpec(), properties)
                    : null;
            return new PgSession(
                    connection,
                    connection.unwrap(PGConnection.class),
                    connection::close,
                    new Line(socket.orElse(null), second, patience));
        } finally {
            if (socket.isEmpty()) {
                KeepAliveSockets.take(ticket);
            }
        }
    }

    /** For one short question: to the host that the first one reached, and not waited for. */
    private Connection secondConnection(HostSpec host, Properties properties) throws SQLException {
        Properties own = new Properties();
        own.putAll(properties);
        int seconds = (int) Math.max(1, patience.answer().toSeconds());
        PGProperty.CONNECT_TIMEOUT.set(own, seconds);
        PGProperty.LOGIN_TIMEOUT.set(own, seconds);
        PGProperty.SOCKET_TIMEOUT.set(own, seconds);
        return driverConnection(target.at(new Target.HostPort(host.getHost(), host.getPort())), own);
    }

    private static Connection driverConnection(Target target, Properties properties) throws SQLException {
        try {
            Connection connection = new Driver().connect(target.driverUrl(), properties);
            if (connection == null) {
                throw new IllegalStateException("the driver does not accept the URL that was made for it");
            }
            LOG.debug("session.open target={}", target);
            return connection;
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while connecting to " + target)
                        .exception();
            }
            throw e;
        }
    }

    private Properties driverProperties(Passwords password) {
        Properties all = loginProperties(password);
        PGProperty.PREFER_QUERY_MODE.set(all, "simple");
        PGProperty.PREPARE_THRESHOLD.set(all, 0);
        PGProperty.AUTOSAVE.set(all, "never");
        PGProperty.QUERY_TIMEOUT.set(all, 0);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(all, "12");
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(all, false);
        return all;
    }

    private Properties loginProperties(Passwords password) {
        Properties all = new Properties();
        all.putAll(target.properties());
        PGProperty.USER.set(all, target.user());
        // An empty one where there is none: else the driver looks into the password file, by rules of its own.
        PGProperty.PASSWORD.set(all, password.value() == null ? "" : password.value());
        loginTimeout(all);
        return all;
    }

    private void loginTimeout(Properties all) {
        String given = PGProperty.LOGIN_TIMEOUT.getOrNull(all);
        if (given == null) {
            PGProperty.LOGIN_TIMEOUT.set(all, LOGIN_SECONDS * target.hosts().size());
        } else if (given.equals("0")) {
            PGProperty.LOGIN_TIMEOUT.set(all, A_DAY);
        }
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
