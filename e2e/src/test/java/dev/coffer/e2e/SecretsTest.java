package dev.coffer.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupHistory;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.BesidePlan;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RecoveryPlan;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A canary for a password and another for a row's value, searched in everything that a run leaves anywhere. */
@DisplayName("F37 no secret leaves the library")
class SecretsTest {
    private static final String PASSWORD = "c4nary+p%ss/w@rd:&x";
    private static final String VALUE = "canary-value-7f3a";
    private static final List<String> PASSWORD_FORMS = List.of(
            PASSWORD,
            URLEncoder.encode(PASSWORD, UTF_8),
            PASSWORD.replace("%", "%25"),
            Base64.getEncoder().encodeToString(PASSWORD.getBytes(UTF_8)));

    @TempDir
    Path folder;

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getLoggerName() + " " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };
    private final TestDatabase database = TestServer.newest().createDatabase();
    private final String role = "canary_" + database.name();

    @BeforeEach
    void createRole() {
        database.execute(
                "CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'",
                "CREATE TABLE secret (id int PRIMARY KEY, body text)",
                "INSERT INTO secret VALUES (1, '" + VALUE + "')");
        appender.start();
        ours().setLevel(Level.TRACE);
        ours().addAppender(appender);
    }

    @AfterEach
    void dropRole() {
        ours().detachAppender(appender);
        ours().setLevel(null);
        database.close();
        TestServer.newest().administer("DROP ROLE " + role);
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("dev.coffer");
    }

    private String uri(String password) {
        return database.uri(role, password);
    }

    @Test
    void neitherFilesNorLogsNorReportsHoldThePassword() throws Exception {
        PostgresDatabase source = PostgresDatabase.of(uri(PASSWORD));
        BackupPlan plan = BackupPlan.builder()
                .source(source)
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder)
                .build();
        BackupReport report = plan.run();
        RestorePlan restore = RestorePlan.builder()
                .from(Backup.open(report.directory()))
                .strategy(Format.JSON.strategy())
                .intoNewDatabase(source, database.name() + "_new")
                .build();
        RestoreReport restored = restore.run();
        TestServer.newest().administer("DROP DATABASE " + database.name() + "_new");
        assertNoPassword(source + " " + plan + " " + report + " " + restore + " " + restored);
        assertNoPassword(String.join("\n", logged));
        assertThat(String.join("\n", logged)).doesNotContain(VALUE);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertNoPassword(Files.readString(file, ISO_8859_1));
                assertNoPassword(file.toString());
            }
        }
    }

    @Test
    @DisplayName("F38 nor does what lives with backups hold a password, nor one that the server keeps")
    void whatLivesWithBackupsHoldsNone() throws Exception {
        database.execute(
                "CREATE FOREIGN DATA WRAPPER w",
                "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (conninfo 'password=" + PASSWORD + "')",
                "CREATE USER MAPPING FOR " + role + " SERVER s OPTIONS (\"user\" 'me', password '" + PASSWORD + "')");
        PostgresDatabase source = PostgresDatabase.of(uri(PASSWORD));
        BackupPlan plan = BackupPlan.builder()
                .source(source)
                .export(Format.JSON.exporter())
                .incremental(Format.JSON.strategy())
                .to(folder)
                .build();
        Backup first = Backup.open(plan.run().directory());
        BackupReport report = plan.run();
        Backup second = Backup.open(report.directory());
        database.execute("DELETE FROM secret");
        RecoveryPlan recovery = RecoveryPlan.builder()
                .from(second)
                .strategy(Format.JSON.strategy())
                .into(source)
                .build();
        BesidePlan beside = BesidePlan.builder()
                .from(second)
                .strategy(Format.JSON.strategy())
                .into(source)
                .table("secret")
                .as("secret_2")
                .build();

        DrillReport drilled = second.drill(source, Format.JSON.strategy());
        second.leaveProof(drilled.proof());
        BackupHistory.writePage(folder, folder.resolve("report.html"));
        String said = String.join(
                "\n",
                report.toString(),
                plan.preflight().toString(),
                drilled.toString(),
                ComparisonPlan.builder()
                        .before(first)
                        .after(source)
                        .strategy(Format.JSON.strategy())
                        .build()
                        .run()
                        .toString(),
                recovery + " " + recovery.preview() + " " + recovery.run(),
                beside + " " + beside.run());

        assertNoPassword(said + String.join("\n", logged));
        assertThat(said + String.join("\n", logged)).doesNotContain(VALUE);
        assertThat(Files.readString(folder.resolve("report.html"))).doesNotContain(VALUE);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertNoPassword(Files.readString(file, ISO_8859_1));
            }
        }
    }

    @Test
    void noFailureHoldsThePassword() {
        for (String url : List.of(
                uri(PASSWORD + "wrong"),
                uri(PASSWORD).replace(database.name(), "no_such_database"),
                uri(PASSWORD) + "?no_such_parameter=" + URLEncoder.encode(PASSWORD, UTF_8),
                uri(PASSWORD).replace("://", "://:/"),
                "jdbc:postgresql://127.0.0.1:1/x?user=u&password=" + URLEncoder.encode(PASSWORD, UTF_8) + "&nope=1")) {
            assertThatThrownBy(() -> BackupPlan.builder()
                            .source(PostgresDatabase.of(url))
                            .export(Format.JSON.exporter())
                            .to(folder)
                            .build()
                            .run())
                    .satisfies(failure -> assertNoPassword(stackTrace(failure)));
        }
        assertNoPassword(String.join("\n", logged));
    }

    @Test
    void noFailureHoldsTheValueOfARow() {
        BackupReport report = backup();
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            target.execute("CREATE TABLE secret (id int PRIMARY KEY, body text CHECK (length(body) < 3))");
            assertThatThrownBy(() -> RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(Format.CSV.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .scope(dev.coffer.backup.Scope.DATA_ONLY)
                            .build()
                            .run())
                    .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain(VALUE));
        }
        assertThat(String.join("\n", logged)).doesNotContain(VALUE);
    }

    private BackupReport backup() {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(uri(PASSWORD)))
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder)
                .build()
                .run();
    }

    @Test
    void theProcessListShowsNoPasswordThatCameThroughTheEnvironment() throws Exception {
        List<String> seen = new ArrayList<>();
        Process child = Shell.builder(Map.of("POSTGRES_URL", uri(PASSWORD)), "backup", "--to", folder.toString())
                .redirectErrorStream(true)
                .start();
        while (child.isAlive()) {
            ProcessHandle.allProcesses()
                    .forEach(process -> process.info().commandLine().ifPresent(seen::add));
            Thread.sleep(20);
        }
        String said = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertThat(child.exitValue()).as(said).isZero();
        assertThat(seen).anyMatch(line -> line.contains("backup"));
        assertNoPassword(said);
        assertNoPassword(String.join("\n", seen));
    }

    @Test
    void theShellNeverPrintsIt() {
        for (String[] arguments : new String[][] {
            {"backup", "--verbose", "--source", uri(PASSWORD + "wrong"), "--to", folder.toString()},
            {"backup", "--source", uri(PASSWORD) + "?nope=1", "--to", folder.toString()},
            {"restore", folder.toString(), "--target", uri(PASSWORD)}
        }) {
            ToolResult result = Shell.run(Map.of(), arguments);
            assertThat(result.exitCode()).isNotZero();
            assertNoPassword(result.output() + result.errors());
        }
    }

    private static void assertNoPassword(String text) {
        for (String form : PASSWORD_FORMS) {
            assertThat(text).doesNotContain(form);
        }
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text + " " + failure;
    }
}
