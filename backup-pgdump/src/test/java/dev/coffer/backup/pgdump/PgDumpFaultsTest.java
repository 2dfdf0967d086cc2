package dev.coffer.backup.pgdump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.ToolException;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@OnServerOfTools
@EnabledIfClientTools({"pg_dump", "pg_restore"})
@DisabledOnOs(OS.WINDOWS)
class PgDumpFaultsTest {
    private static final String CHECK = "\nHint: check the disk and the program that is called pg_dump; run again";

    private final TestServer server = TestServer.ofTools();

    @TempDir
    Path root;

    @Test
    @DisplayName("F15 a dump that is cut anywhere is no backup, although pg_dump ended with status 0")
    void f15CutDump() throws Exception {
        try (TestDatabase database = Database.create(server)) {
            BackupReport whole = run(database, PgDumpExporter.create(), "whole");
            long size = Files.size(whole.directory().resolve("complete_backup.dump"));
            List<Long> cuts = Stream.of(
                            0L, 3L, 40L, size / 4, size / 2, size * 3 / 4, size - 99, size - 20, size - 4, size - 1)
                    .toList();
            for (long bytes : cuts) {
                Path tools = BentTools.dump(root.resolve("cut" + bytes), "\"$REAL\" \"$@\" | head -c " + bytes);
                assertThatThrownBy(() -> run(
                                database, PgDumpExporter.builder().tools(tools).build(), "cut"))
                        .as("cut after %d of %d bytes", bytes, size)
                        .isInstanceOf(ToolException.class)
                        .hasMessageStartingWith("pg_dump ended well, and what it wrote is not whole: it ")
                        .hasMessageEndingWith("(file complete_backup.dump)" + CHECK)
                        .extracting(e -> ((ToolException) e).code())
                        .isEqualTo(ErrorCode.TOOL_OUTPUT);
            }
            assertThat(Backup.list(root)).extracting(Backup::directory).containsExactly(whole.directory());
        }
    }

    @Test
    void plainSqlThatIsCutIsNoBackup() {
        try (TestDatabase database = Database.create(server)) {
            Path tools = BentTools.dump(root.resolve("tools"), "\"$REAL\" \"$@\" | head -c 3000");
            assertThatThrownBy(() -> run(
                            database,
                            PgDumpExporter.builder()
                                    .tools(tools)
                                    .layout(DumpLayout.PLAIN)
                                    .build(),
                            "plain"))
                    .hasMessage("pg_dump ended well, and what it wrote is not whole: it lacks its last line (file"
                            + " complete_backup.sql)" + CHECK);
            assertThat(Backup.list(root)).isEmpty();
        }
    }

    @Test
    void aDumpWithoutATableOfThePlanIsNoBackup() {
        try (TestDatabase database = Database.create(server)) {
            Path tools = BentTools.dump(root.resolve("tools"), "exec \"$REAL\" \"$@\" --exclude-table-data=a_child");
            assertThatThrownBy(() ->
                            run(database, PgDumpExporter.builder().tools(tools).build(), "lacking"))
                    .hasMessage(
                            "pg_dump ended well, and what it wrote is not whole: it lacks a table of the plan (table"
                                    + " public.a_child, file complete_backup.dump)" + CHECK);
            assertThat(Backup.list(root)).isEmpty();
        }
    }

    @Test
    @DisplayName("F01 a pg_dump that dies in the middle of its work fails the backup, and nothing is listed")
    void f01DiesMidway() {
        try (TestDatabase database = Database.create(server)) {
            Path tools = BentTools.dump(root.resolve("tools"), "\"$REAL\" \"$@\" | head -c 2000; kill -9 $$");
            assertThatThrownBy(() ->
                            run(database, PgDumpExporter.builder().tools(tools).build(), "dying"))
                    .isInstanceOf(ToolException.class)
                    .hasMessage("pg_dump was ended by signal 9")
                    .extracting(e -> ((ToolException) e).code())
                    .isEqualTo(ErrorCode.TOOL_FAILED);
            assertThat(Backup.list(root)).isEmpty();
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void endsAPgDumpThatHangs() {
        try (TestDatabase database = Database.create(server)) {
            Path tools = BentTools.dump(root.resolve("tools"), "sleep 1000");
            assertThatThrownBy(() -> run(
                            database,
                            PgDumpExporter.builder()
                                    .tools(tools)
                                    .silence(Duration.ofSeconds(1))
                                    .build(),
                            "hanging"))
                    .hasMessage(
                            "pg_dump gave no sign of life for 1 seconds and was ended\nHint: look in pg_stat_activity for what"
                                    + " it waits for (application coffer), or wait longer with silence")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.TOOL_SILENT);
            assertThat(Backup.list(root)).isEmpty();
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void takesAGrowingFileForASignOfLife() {
        try (TestDatabase database = Database.create(server)) {
            Path tools = BentTools.dump(
                    root.resolve("tools"),
                    "for a in \"$@\"; do case $a in --file=*) f=${a#--file=};; esac; done; mkdir \"$f\"; i=0;"
                            + " while [ $i -lt 8 ]; do echo x >>\"$f/y\"; sleep 0.5; i=$((i+1)); done; rm -r \"$f\"; exec"
                            + " \"$REAL\" \"$@\"");
            BackupReport report = run(
                    database,
                    PgDumpExporter.builder()
                            .tools(tools)
                            .layout(DumpLayout.DIRECTORY)
                            .silence(Duration.ofSeconds(2))
                            .build(),
                    "slow");
            assertThat(report.directory().resolve("complete_backup.dir/toc.dat"))
                    .exists();
        }
    }

    @Test
    @DisplayName("F06 an interrupted run ends pg_dump and leaves nothing")
    void f06Interrupted() throws Exception {
        try (TestDatabase database = Database.create(server)) {
            Path tools = BentTools.dump(root.resolve("tools"), "echo $$ >" + root.resolve("pid") + "; exec sleep 1000");
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    BackupReport never =
                            run(database, PgDumpExporter.builder().tools(tools).build(), "interrupted");
                    thrown.set(new AssertionError(never));
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
            });
            thread.start();
            await().until(() -> Files.exists(root.resolve("pid")) && Files.size(root.resolve("pid")) > 1);
            thread.interrupt();
            thread.join();
            assertThat(thrown.get()).isInstanceOf(CancelledException.class);
            assertThat(flag.get()).isTrue();
            long pid = Long.parseLong(Files.readString(root.resolve("pid")).strip());
            await().until(() -> ProcessHandle.of(pid).isEmpty());
            assertThat(Backup.list(root)).isEmpty();
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void refusesAToolOlderThanTheServerBeforeAnyByte() {
        TestServer newest = TestServer.newest();
        int major = ClientTools.majorVersion(ClientTools.require("pg_dump"));
        assumeTrue(major < newest.major(), "pg_dump is as new as the newest server");
        try (TestDatabase database = newest.createDatabase()) {
            BackupException refused = catchThrowableOfType(
                    BackupException.class, () -> run(database, PgDumpExporter.create(), "too-old"));
            assertThat(refused.code()).isEqualTo(ErrorCode.TOOL_TOO_OLD);
            assertThat(refused)
                    .hasMessageMatching("(?s)pg_dump " + major
                            + "\\.\\d+ \\(.*pg_dump\\) is older than the server, which is version " + newest.major()
                            + "\nHint: install version " + newest.major() + " or newer .*");
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void saysWhatToDoWithoutTools() {
        try (TestDatabase database = Database.create(server)) {
            BackupException refused = catchThrowableOfType(
                    BackupException.class,
                    () -> run(database, PgDumpExporter.builder().tools(root).build(), "missing"));
            assertThat(refused.code()).isEqualTo(ErrorCode.TOOL_MISSING);
            assertThat(refused.problem().what()).isEqualTo("pg_dump not found: not in the folder " + root);
            assertThat(Backup.list(root)).isEmpty();
        }
    }

    @Test
    void refusesConditionsUnlessTheyAreMeantForOthers() {
        BackupPlan.Builder plan = BackupPlan.builder()
                .source(PostgresDatabase.of("postgresql://u:p@h/d"))
                .where("t", Condition.equalTo("a", "1"))
                .to(root);
        assertThatThrownBy(() -> plan.export(PgDumpExporter.create()).build())
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "pg_dump dumps whole tables and knows no where or since\nHint: leave the conditions or PgDumpExporter"
                                + " out; or, with JSON or CSV in the same plan, say with PgDumpExporter.builder().wholeTables() that the"
                                + " dump is to hold every row");
        assertThatThrownBy(
                        () -> plan.export(PgDumpExporter.builder().wholeTables().build())
                                .build())
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "the plan has conditions, and no format that could serve them\nHint: add JsonTableExporter or"
                                + " CsvTableExporter, or leave the conditions out");
    }

    @Test
    void needsToKnowWhereADataSourceLeads() throws Exception {
        try (TestDatabase database = Database.create(server)) {
            BackupPlan.Builder plan = BackupPlan.builder()
                    .source(PostgresDatabase.of(database.dataSource()))
                    .to(root);
            assertThatThrownBy(() -> plan.export(PgDumpExporter.create()).build())
                    .isInstanceOf(PlanException.class)
                    .hasMessage(
                            "pg_dump connects on its own, and the plan's source is a data source that does not say where\n"
                                    + "Hint: add PgDumpExporter.builder().connection(url) with the URL of the same database");
            BackupReport report = plan.export(
                            PgDumpExporter.builder().connection(database.uri()).build())
                    .build()
                    .run();
            assertThat(report.directory().resolve("complete_backup.dump")).exists();
        }
    }

    @Test
    void refusesSettingsThatDoNotGoTogether() {
        assertThatThrownBy(() -> PgDumpExporter.builder().jobs(2).build())
                .hasMessage("pg_dump writes with several jobs in the directory format only\n"
                        + "Hint: call layout(DumpLayout.DIRECTORY)");
        assertThatThrownBy(() -> PgDumpExporter.builder()
                        .layout(DumpLayout.PLAIN)
                        .dataSql(true)
                        .build())
                .hasMessage("data.sql is made from a dump in custom or directory format, not from plain SQL\n"
                        + "Hint: leave out dataSql(true), or layout(DumpLayout.PLAIN)");
        assertThatThrownBy(() -> PgDumpExporter.builder()
                        .contents(DumpContents.SCHEMA_ONLY)
                        .dataSql(true)
                        .build())
                .hasMessage("a dump of the schema alone has no rows for data.sql\nHint: leave out dataSql(true)");
        assertThatThrownBy(() -> PgDumpExporter.builder()
                        .layout(DumpLayout.PLAIN)
                        .compression(DumpCompression.zstd())
                        .build())
                .hasMessage("plain SQL is written as it is read, uncompressed\nHint: leave out compression(…)");
        assertThatThrownBy(() -> DumpCompression.gzip().level(10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level must be 1 to 9: 10");
    }

    @Test
    @DisplayName("F37 the settings show no password")
    void f37NoSecretInText() {
        assertThat(PgDumpExporter.builder()
                        .connection("postgresql://u:canary@h/d")
                        .build()
                        .toString())
                .doesNotContain("canary");
    }

    private BackupReport run(TestDatabase database, PgDumpExporter exporter, String name) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(exporter)
                .to(root)
                .name(name)
                .build()
                .run();
    }

    /** What failed runs left, tools and notes of the tests aside. */
    private List<Path> left() {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(path -> !path.endsWith("tools") && !path.endsWith("pid"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
