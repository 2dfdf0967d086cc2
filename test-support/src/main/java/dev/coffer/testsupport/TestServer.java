package dev.coffer.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A PostgreSQL server that runs beside the tests, on a port of its own. Its superuser has a password and TCP connections must give
 * it (SCRAM), so that tests of passwords are real. Encoding UTF8, locale C, settings as a fresh server has them except that
 * it does not fsync.
 *
 * <p>{@link #newest()} and {@link #version(int)} give servers that all tests of a JVM share: take a database of your own from
 * them and change nothing that belongs to the whole server. {@link #builder()} starts a private one. All end with the JVM.
 * Safe for use by several threads.
 */
public final class TestServer implements AutoCloseable {
    private static final Map<Integer, TestServer> SHARED = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String USER = "postgres";

    private final int major;
    private final String user;
    private final String password;
    private final Running process;
    private final @Nullable Path certificate;

    TestServer(int major, String user, String password, Running process, @Nullable Path certificate) {
        this.major = major;
        this.user = user;
        this.password = password;
        this.process = process;
        this.certificate = certificate;
    }

    /**
     * The shared server of the newest version, or of the one that the environment's {@code COFFER_SERVER} names: what runs on this one is how the
     * whole suite is run on an older server.
     */
    public static TestServer newest() {
        return version(ServerBinaries.underTest());
    }

    /**
     * The shared server that this machine's client tools serve: {@link #newest()}, or the newest that its pg_dump can read. Skips the
     * calling test where there is no pg_dump. Tests that take it say {@link OnServerOfTools}.
     */
    public static TestServer ofTools() {
        int readable = ClientTools.majorVersion(ClientTools.require("pg_dump"));
        return version(IntStream.iterate(Math.min(ServerBinaries.underTest(), readable), major -> major - 1)
                .limit(ServerBinaries.KNOWN)
                .filter(TestServer::available)
                .findFirst()
                .orElse(readable));
    }

    /**
     * The shared server of a major version. Skips the calling test where the build has not fetched that version.
     *
     * @param major 14 to 18; 18 and 15 are always there, the others with {@code COFFER_SERVERS=all}
     */
    public static TestServer version(int major) {
        return SHARED.computeIfAbsent(major, wanted -> builder().version(wanted).start());
    }

    /** Whether the build has fetched this major version. */
    public static boolean available(int major) {
        return ServerBinaries.of(major).present();
    }

    /** A server with settings of its own; whoever starts it closes it. */
    public static Builder builder() {
        return new Builder();
    }

    /** The major version, such as 18. */
    public int major() {
        return major;
    }

    /** Where it is reached; for an embedded one {@code localhost}, the name that its certificate carries. */
    public String host() {
        return process.host();
    }

    /** The TCP port. */
    public int port() {
        return process.port();
    }

    /** The superuser. */
    public String user() {
        return user;
    }

    /** The superuser's password; different for each server, so that it can be searched for in what was written. */
    public String password() {
        return password;
    }

    /** The folder of the server's files, its configuration and log among them; a server in a container has none here. */
    public Path dataDirectory() {
        return process.folder().orElseThrow().resolve("data");
    }

    /** The server's own certificate as PEM, what {@code sslrootcert} wants; absent unless {@link Builder#ssl()}. */
    public Optional<Path> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** A libpq URI of a database, for the superuser, with password. */
    public String uri(String database) {
        return uri(database, user, password);
    }

    /** A libpq URI of a database, for this user. */
    public String uri(String database, String user, String password) {
        return uri(host(), port(), database, user, password);
    }

    static String uri(String host, int port, String database, String user, String password) {
        return "postgresql://" + encode(user) + ":" + encode(password) + "@" + host + ":" + port + "/"
                + encode(database);
    }

    /** A JDBC URL of a database, for the superuser, with password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + encode(database) + "?user=" + encode(user)
                + "&password=" + encode(password);
    }

    /** An empty database with a name of its own. */
    public TestDatabase createDatabase() {
        return createDatabase("");
    }

    /**
     * An empty database with a name of its own.
     *
     * @param options what follows {@code CREATE DATABASE name}, such as {@code ENCODING 'LATIN1' TEMPLATE template0}
     */
    public TestDatabase createDatabase(String options) {
        return createDatabase("test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet(), options);
    }

    /**
     * An empty database.
     *
     * @param name its name, of any characters
     * @param options what follows {@code CREATE DATABASE name}; may be empty
     */
    public TestDatabase createDatabase(String name, String options) {
        administer("CREATE DATABASE " + quote(name) + " " + options);
        return new TestDatabase(this, name);
    }

    /** Runs statements as superuser in the {@code postgres} database, each in a transaction of its own. */
    public void administer(String... statements) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("on " + this + ": " + String.join("; ", statements), e);
        }
    }

    /** Waits until a standby has everything that its primary has done. */
    public void awaitReplayOf(TestServer primary) {
        try (Connection ahead = DriverManager.getConnection(primary.jdbcUrl("postgres"));
                Connection behind = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement asks = ahead.createStatement();
                Statement answers = behind.createStatement()) {
            String written = first(asks, "SELECT pg_current_wal_flush_lsn()");
            for (int i = 0; i < 600; i++) {
                if (first(answers, "SELECT pg_last_wal_replay_lsn() >= '" + written + "'")
                        .equals("t")) {
                    return;
                }
                Thread.sleep(50);
            }
            throw new IllegalStateException(this + " does not follow " + primary);
        } catch (SQLException e) {
            throw new IllegalStateException("on " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Shuts the server down and starts it again; for a private one that is no container. */
    public void restart() {
        process.restart();
    }

    /** Stops the server and deletes its files. */
    @Override
    public void close() {
        process.stop();
    }

    @Override
    public String toString() {
        return "PostgreSQL " + major + " on port " + port();
    }

    static String newPassword() {
        byte[] random = new byte[12];
        ThreadLocalRandom.current().nextBytes(random);
        return "pw" + HexFormat.of().formatHex(random);
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a private server is to be like. */
    public static final class Builder {
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final Map<String, String> initdb = new LinkedHashMap<>();
        private int major = ServerBinaries.underTest();
        private Duration startupWait = Duration.ofSeconds(60);
        private boolean ssl;
        private @Nullable TestServer primary;

        private Builder() {
            initdb.put("locale", "C");
            // The embedded server's own defaults are others; what our tests prove must hold for what users run.
            settings.put("max_connections", "100");
            settings.put("synchronous_commit", "on");
        }

        /** The major version; that of {@link TestServer#newest()} unless told otherwise. */
        public Builder version(int major) {
            this.major = major;
            return this;
        }

        /** A setting of {@code postgresql.conf}. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** An option of {@code initdb} without its dashes, such as {@code locale}. */
        public Builder initdb(String option, String value) {
            initdb.put(option, value);
            return this;
        }

        /** Serves TLS with a self-signed certificate for {@code localhost}: see {@link TestServer#certificate()}. */
        public Builder ssl() {
            this.ssl = true;
            return this;
        }

        /** A hot standby that follows this server, of its version and with its password. It must not be closed before the standby. */
        public Builder standbyOf(TestServer primary) {
            this.primary = primary;
            this.major = primary.major();
            return this;
        }

        Builder startupWait(Duration wait) {
            this.startupWait = wait;
            return this;
        }

        /** Starts it. Skips the calling test where the build has not fetched that version. */
        public TestServer start() {
            ServerBinaries binaries = ServerBinaries.of(major);
            if (!binaries.present()) {
                throw new TestAbortedException(Needs.server(major));
            }
            String password = primary == null ? newPassword() : primary.password();
            Leftovers.remove();
            Path folder = Leftovers.newFolder();
            try {
                TestServer server = start(binaries, folder, password);
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            } catch (IOException | RuntimeException e) {
                String output = output(folder);
                // It may still be coming up, too late to be waited for.
                Leftovers.remove(folder);
                throw new IllegalStateException("PostgreSQL " + major + " did not start" + output, e);
            }
        }

        private TestServer start(ServerBinaries binaries, Path folder, String password) throws IOException {
            Path passwordFile = Files.writeString(folder.resolve("password"), password);
            Path output = Files.createFile(folder.resolve("output"));
            Optional<SelfSigned> identity = ssl ? Optional.of(SelfSigned.create(folder)) : Optional.empty();
            Files.createDirectories(ServerBinaries.unpacked());
            ServerBinaries.refreshMarkers();
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPgBinaryResolver(binaries)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(ServerBinaries.unpacked().toFile())
                    .setDataDirectory(folder.resolve("data"))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .setConnectConfig("password", password)
                    .setPGStartupWait(startupWait)
                    .setLocaleConfig("auth-host", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile.toString());
            initdb.forEach(builder::setLocaleConfig);
            settings.forEach((name, value) -> builder.setServerConfig(name, shellWord(value)));
            identity.ifPresent(tls -> builder.setServerConfig("ssl", "on")
                    .setServerConfig(
                            "ssl_cert_file", shellWord(tls.certificate().toString()))
                    .setServerConfig("ssl_key_file", shellWord(tls.key().toString())));
            if (primary != null) {
                PrimaryCopy.create(primary, folder.resolve("data"));
                builder.setCleanDataDirectory(false);
            }
            EmbeddedPostgres process = builder.start();
            return new TestServer(
                    major,
                    USER,
                    password,
                    new EmbeddedProcess(process, folder),
                    identity.map(SelfSigned::certificate).orElse(null));
        }

        /** {@code pg_ctl} hands the server's options to a shell. */
        private static String shellWord(String value) {
            return value.matches("[\\w./:-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
        }

        private static String output(Path folder) {
            try {
                return ":\n" + Files.readString(folder.resolve("output"));
            } catch (IOException e) {
                return " (and its output cannot be read: " + e + ")";
            }
        }
    }
}
