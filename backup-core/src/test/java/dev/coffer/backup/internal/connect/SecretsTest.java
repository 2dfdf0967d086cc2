package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.coffer.backup.BackupException;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@DisplayName("F37 a password is shown")
class SecretsTest {
    /** With the characters that get another form in a URL. */
    private static final String CANARY = "caN4ry+%/@:é";

    private static final List<String> FORMS = List.of("caN4ry", "Y2FONHJ5");

    @TempDir
    Path home;

    @Test
    @DisplayName("nowhere: not in text forms, errors, our log or the driver's")
    void nowhere() throws SQLException {
        StringBuffer seen = new StringBuffer();
        Logger driver = Logger.getLogger("org.postgresql");
        Handler driverLog = collect(seen);
        Stream.of("ch.qos.logback.core", "ch.qos.logback.classic")
                .flatMap(name -> ModuleLayer.boot().findModule(name).stream())
                .forEach(getClass().getModule()::addReads);
        // Another test may be the one that is just setting logging up.
        await().until(() ->
                LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback"));
        OurLog ourLog = new OurLog();
        driver.setLevel(java.util.logging.Level.FINEST);
        driver.addHandler(driverLog);
        try {
            use(seen);
        } finally {
            driver.removeHandler(driverLog);
            driver.setLevel(null);
            ourLog.end(seen);
        }

        assertThat(seen).contains("session.open").contains("StartupPacket");
        FORMS.forEach(form -> assertThat(seen.toString()).doesNotContainIgnoringCase(form));
    }

    private void use(StringBuffer seen) throws SQLException {
        TestServer server = TestServer.newest();
        String role = "secret_" + ProcessHandle.current().pid();
        // Without the password in the statement, which the driver would log as any statement.
        server.administer("CREATE ROLE " + role + " LOGIN");
        try (TestDatabase database = server.createDatabase()) {
            setPassword(server, role);
            for (String base : List.of(database.uri(role, CANARY), jdbcUrl(database, role))) {
                UrlSource source = source(base, Map.of());
                seen.append(source).append(source.target().properties());
                try (Session session = source.open()) {
                    seen.append(session);
                    seen.append(
                            session.query("SELECT query FROM pg_stat_activity").size());
                }
                source.tryOpen(Duration.ofSeconds(5)).ifPresent(Session::close);
                fails(seen, () -> source.withDatabase("none").open());
                fails(
                        seen,
                        () -> source(base.replace("localhost", "no-such-host.invalid"), Map.of())
                                .open());
                fails(
                        seen,
                        () -> source(base + (base.contains("?") ? "&" : "?") + "sslmode=require", Map.of())
                                .open());
                fails(
                        seen,
                        () -> source(base + (base.contains("?") ? "&" : "?") + "nosuch=caN4ry", Map.of())
                                .open());
            }
            fails(
                    seen,
                    () -> source(server.uri(database.name(), "postgres", CANARY), Map.of())
                            .open());
            UrlSource fromEnvironment =
                    source("postgresql://postgres@localhost:" + server.port(), Map.of("PGPASSWORD", CANARY));
            seen.append(fromEnvironment);
            fails(seen, fromEnvironment::open);
            for (String broken : List.of(
                    "postgresql://u:" + CANARY + "@h/d",
                    "postgresql://u:caN4ry%zz@h/d",
                    "postgresql://u:p/caN4ry@h/d",
                    "postgresql://u:caN4ry/x@h/d",
                    "postgresql://h:caN4ry/d",
                    "postgresql://h/d?port=caN4ry",
                    "postgresql://h/d?sslmode=caN4ry",
                    "jdbc:postgresql://u:caN4ry@h/d",
                    "jdbc:postgresql://h?user=u&password=caN4ry",
                    "jdbc:postgresql://h:x/d?user=u&password=caN4ry",
                    "jdbc:postgresql://h:70000/d?user=u&password=caN4ry",
                    "jdbc:postgresql://h/d?user=%zz&password=caN4ry",
                    "jdbc:postgresql://h/d?user=u&password=caN4ry%zz",
                    "jdbc:postgresql://h/d/e?user=u&password=caN4ry",
                    "caN4ry")) {
                fails(seen, () -> source(broken, Map.of()).open());
            }
        } finally {
            server.administer("DROP ROLE " + role);
        }
    }

    /** As an administrator does who knows that statements are logged: with the verifier, not the password. */
    private static void setPassword(TestServer server, String role) throws SQLException {
        try (java.sql.Connection connection = java.sql.DriverManager.getConnection(server.jdbcUrl("postgres"))) {
            connection
                    .unwrap(org.postgresql.PGConnection.class)
                    .alterUserPassword(role, CANARY.toCharArray(), "scram-sha-256");
        }
    }

    private static String jdbcUrl(TestDatabase database, String role) {
        return "jdbc:postgresql://localhost:" + database.server().port() + "/" + database.name() + "?user=" + role
                + "&password=" + java.net.URLEncoder.encode(CANARY, java.nio.charset.StandardCharsets.UTF_8);
    }

    private UrlSource source(String url, Map<String, String> environment) {
        return UrlSource.of(url, new Surroundings(environment, home, "me"))
                .with(new Waking(Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    private static void fails(StringBuffer seen, Runnable connecting) {
        try {
            connecting.run();
        } catch (BackupException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            seen.append(trace).append(e.problem());
            return;
        }
        throw new AssertionError("it should have failed");
    }

    /** What our code logs; a class of its own, which is not linked before this module reads logback's. */
    private static final class OurLog {
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
        private final ch.qos.logback.classic.Logger logger =
                ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.coffer.backup.internal.connect");

        OurLog() {
            appender.start();
            logger.setLevel(Level.TRACE);
            logger.addAppender(appender);
        }

        void end(StringBuffer seen) {
            logger.detachAppender(appender);
            logger.setLevel(null);
            List.copyOf(appender.list)
                    .forEach(event -> seen.append(event.getFormattedMessage()).append('\n'));
        }
    }

    private static Handler collect(StringBuffer seen) {
        SimpleFormatter formatter = new SimpleFormatter();
        return new Handler() {
            @Override
            public synchronized void publish(LogRecord entry) {
                seen.append(formatter.format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
