package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RetentionPolicy;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is logged while other tests run too: all of it must be as docs/reference/logs.md says. */
@DisplayName("F37 no secret and no row in the log")
class LogsTest {
    private static final String PACKAGE = "dev.coffer.backup.";
    private static final String VALUE = "row-in-the-log-5d1e";
    private static final String PASSWORD = "password-in-the-log-5d1e";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| ([A-Z]+) \\| `([A-Za-z.]+)` \\| ");

    @TempDir
    Path folder;

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        ours().setLevel(Level.DEBUG);
        ours().addAppender(appender);
    }

    @AfterEach
    void stop() {
        ours().detachAppender(appender);
        ours().setLevel(null);
    }

    /** Below the one whose level other tests change. */
    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("dev.coffer.backup");
    }

    @Test
    void everyLineHasAListedKeyAndNoneHasARowOrAPassword() throws IOException {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            String role = "logged_" + database.name();
            database.execute(
                    "CREATE ROLE " + role + " LOGIN CREATEDB PASSWORD '" + PASSWORD + "'",
                    "CREATE TABLE secret (id int PRIMARY KEY, body text UNIQUE)",
                    "INSERT INTO secret VALUES (1, '" + VALUE + "')",
                    "ALTER TABLE secret OWNER TO " + role);
            try {
                live(PostgresDatabase.of(database.uri(role, PASSWORD)), database);
            } finally {
                database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
            }
        }

        List<String> lines = events.stream().map(LogsTest::text).toList();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("backup.complete folder=" + folder))
                .anyMatch(line -> line.startsWith("restore.verified "))
                .anyMatch(line -> line.startsWith("prune.removed folder=" + folder))
                .noneMatch(line -> line.contains(VALUE))
                .noneMatch(line -> line.contains(PASSWORD));
        assertThat(listed()).containsAll(events.stream().map(LogsTest::place).collect(Collectors.toSet()));
    }

    private void live(PostgresDatabase source, TestDatabase database) {
        BackupPlan plan = BackupPlan.builder()
                .source(source)
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder)
                .build();
        plan.run().requireComplete();
        Backup backup = Backup.open(plan.run().directory());
        String fresh = database.name() + "_new";
        RestorePlan.builder()
                .from(backup)
                .strategy(Format.CSV.strategy())
                .intoNewDatabase(source, fresh)
                .build()
                .run()
                .requireComplete();
        TestServer.newest().administer("DROP DATABASE " + fresh);
        backup.drill(source, Format.JSON.strategy()).requirePassed();
        assertThat(RetentionPolicy.builder().keepLast(1).build().prune(folder).backups())
                .hasSize(2);
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    private static String place(ILoggingEvent event) {
        return event.getMessage().split(" ")[0] + " " + event.getLevel() + " "
                + event.getLoggerName().substring(PACKAGE.length());
    }

    private static Set<String> listed() throws IOException {
        return ROW.matcher(Files.readString(Path.of("..", "docs", "reference", "logs.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .collect(Collectors.toSet());
    }
}
