package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Completeness;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each problem of docs/how-to/troubleshoot.md, met for real: the page names the code that one gets. */
class TroubleshootingTest {
    private final TestDatabase database = TestServer.newest().createDatabase();

    @TempDir
    private Path folder;

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyCheckIsExplained(Preflight.Check check) {
        assertThat(page()).contains("\n| `" + check.name().toLowerCase(Locale.ROOT) + "` | ");
    }

    @Test
    @EnabledIfClientTools("psql")
    void pgDumpNotFound() {
        BackupException failure =
                failure(plan(PgDumpExporter.builder().tools(folder).build()));

        isExplained(failure, "pg_dump not found", ErrorCode.TOOL_MISSING);
        assertThat(failure.problem().what()).isEqualTo("pg_dump not found: not in the folder " + folder);
        assertThat(failure.hint()).contains("or name their folder with tools(Path); JSON and CSV need none of them");
    }

    @Test
    void connectionTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BackupException failure = failure(BackupPlan.builder()
                    .source(PostgresDatabase.of(
                            "postgresql://app:canary-7@127.0.0.1:" + silent.getLocalPort() + "/shop?connect_timeout=2"))
                    .export(JsonTableExporter.create())
                    .to(folder)
                    .build());

            isExplained(failure, "connection timeout", ErrorCode.UNREACHABLE);
            assertThat(failure)
                    .hasMessageStartingWith("cannot connect to app@127.0.0.1:" + silent.getLocalPort() + "/shop: ")
                    .hasMessageEndingWith("; connect_timeout=60 waits longer")
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void theBackupIsIncomplete() {
        database.execute(
                "CREATE TABLE half (id int)",
                "CREATE INDEX half_built ON half (id)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_built'::regclass");
        var report = plan(JsonTableExporter.create()).run();

        assertThat(report.completeness()).isEqualTo(Completeness.COMPLETE_WITH_SKIPS);
        BackupException failure = catchThrowableOfType(BackupException.class, report::requireComplete);
        isExplained(failure, "the backup is incomplete", ErrorCode.INCOMPLETE);
        assertThat(failure)
                .hasMessage("the backup is complete but for: index public.half_built: it is invalid: CREATE INDEX"
                        + " CONCURRENTLY did not complete\nHint: leave these out of the plan, or accept them by not calling"
                        + " requireComplete()");
    }

    @Test
    void permissionDeniedDuringRestore() {
        String role = "r_" + database.name();
        database.execute(
                "CREATE TABLE protein (id int)",
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "GRANT SELECT ON protein TO " + role);
        Backup backup = Backup.open(plan(JsonTableExporter.create()).run().directory());
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            target.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            RestorePlan restore = RestorePlan.builder()
                    .from(backup)
                    .strategy(JsonRestoreStrategy.create())
                    .into(PostgresDatabase.of(target.uri(role, "secret")))
                    .build();

            BackupException failure = catchThrowableOfType(BackupException.class, restore::run);

            isExplained(failure, "permission denied during restore", ErrorCode.PERMISSION);
            assertThat(failure.problem().what())
                    .isEqualTo("the role " + role + " may not create objects in the schema public");
            assertThat(failure.hint())
                    .isEqualTo(
                            "run as the owner of the database: GRANT CREATE ON SCHEMA \"public\" TO \"" + role + "\"");
            assertThat(restore.preflight().of(Preflight.Check.RIGHTS))
                    .singleElement()
                    .matches(finding -> finding.code() == ErrorCode.PERMISSION);

            target.execute("GRANT CREATE ON SCHEMA \"public\" TO \"" + role + "\"");
            assertThat(restore.run().completeness()).isEqualTo(Completeness.COMPLETE);
            target.execute("DROP OWNED BY " + role);
        } finally {
            database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    /** The full disk itself: DoctorTest before a run, FullDiskTest within one. */
    @Test
    void outOfDiskSpace() {
        assertThat(section("out of disk space")).contains("`" + ErrorCode.DISK_FULL + "`", "`disk`");
    }

    private static void isExplained(BackupException failure, String problem, ErrorCode code) {
        assertThat(failure.code()).as(failure.toString()).isEqualTo(code);
        assertThat(section(problem)).contains("`" + code + "`");
        assertThat(failure.hint()).isNotBlank();
    }

    private BackupPlan plan(TableExporter exporter) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(exporter)
                .to(folder)
                .build();
    }

    private static BackupException failure(BackupPlan plan) {
        return catchThrowableOfType(BackupException.class, plan::run);
    }

    private static String section(String problem) {
        String page = page();
        int from = page.indexOf("\n## Problem: " + problem + "\n");
        assertThat(from).as(problem).isPositive();
        int to = page.indexOf("\n## ", from + 1);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "how-to", "troubleshoot.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
