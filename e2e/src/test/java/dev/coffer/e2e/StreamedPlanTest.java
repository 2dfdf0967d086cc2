package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.Condition;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.StreamReport;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonRestoreStrategy;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plan that writes straight into a stream: an archive with its manifest last, or one file that never lies on this machine. */
@Costly
class StreamedPlanTest {
    private static final int TABLES = 6;

    private final TestDatabase source = TestServer.newest().createDatabase();
    private Path spool;

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        spool = Files.createDirectory(folder.resolve("spool"));
        for (int table = 1; table <= TABLES; table++) {
            source.execute(
                    "CREATE TABLE proteins_" + table + " (id int PRIMARY KEY, name text)",
                    "INSERT INTO proteins_" + table
                            + " SELECT n, md5(n::text) || md5((-n)::text) FROM generate_series(1, 4000) n");
        }
        source.execute("CREATE TABLE nothing (id int)");
    }

    @AfterEach
    void drop() {
        source.close();
    }

    private BackupPlan.Builder plan(TableExporter... exporters) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(exporters)
                .name("neon")
                .toStream(spool);
    }

    /** Keeps what it takes, looks into the folder of the files that wait at each write, and must not be closed. */
    private class Watching extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final Set<String> permissions = new TreeSet<>();
        private long peak;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long waiting = 0;
            try (Stream<Path> found = Files.walk(spool)) {
                for (Path path : found.filter(found1 -> !found1.equals(spool)).toList()) {
                    permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                    waiting += Files.isRegularFile(path) ? Files.size(path) : 0;
                }
            } catch (NoSuchFileException | UncheckedIOException e) {
                // Other threads delete what was appended while this looks.
                waiting = 0;
            }
            peak = Math.max(peak, waiting);
            taken.write(bytes, offset, length);
        }

        @Override
        public void close() {
            throw new AssertionError("closed");
        }

        ByteArrayInputStream received() {
            return new ByteArrayInputStream(taken.toByteArray());
        }
    }

    private void restores(RestorePlan.Builder plan) {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            plan.into(PostgresDatabase.of(target.uri())).build().run().requireComplete();
            for (int table = 1; table <= TABLES; table++) {
                String rows = "SELECT count(*) || md5(string_agg(name, ',' ORDER BY id)) FROM proteins_" + table;
                assertThat(target.query(rows)).isEqualTo(source.query(rows));
            }
        }
    }

    private void assertNothingWaits() throws IOException {
        assertThat(spool).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveIsStreamedReceivedAndRestored(ArchiveFormat format) throws IOException {
        Watching out = new Watching();

        StreamReport report = plan(JsonTableExporter.create(), CsvTableExporter.create())
                .build()
                .writeTo(out, format);

        assertNothingWaits();
        Backup received = Backup.readFrom(out.received(), folder.resolve("received"));
        assertThat(received.verify(JsonRestoreStrategy.create(), CsvRestoreStrategy.create())
                        .isSound())
                .isTrue();
        assertThat(report.name())
                .startsWith("neon_")
                .isEqualTo(String.valueOf(received.directory().getFileName()));
        assertThat(report.requireComplete().rows()).isEqualTo(TABLES * 4000);
        assertThat(report.files()).isEqualTo(received.contents());
        restores(RestorePlan.builder().from(received).strategy(JsonRestoreStrategy.create()));
        assertThat(out.permissions).isSubsetOf("rw-------", "rwx------");
    }

    @Test
    void theDiskThatItTakesIsThatOfTheLargestTable() throws IOException {
        Watching out = new Watching();

        StreamReport report =
                plan(CsvTableExporter.create()).connections(1).build().writeTo(out, ArchiveFormat.TAR_ZST);

        long largest =
                report.files().stream().mapToLong(file -> file.bytes()).max().orElseThrow();
        long all = report.files().stream().mapToLong(file -> file.bytes()).sum();
        assertThat(all).isGreaterThan(5 * largest);
        assertThat(out.peak).isBetween(largest, 2 * largest);
        assertThat(out.permissions).containsExactly("rw-------", "rwx------");
        assertNothingWaits();
    }

    @Test
    void theOneFileOfJsonGoesIntoTheStreamWithNoFileHere() throws IOException {
        Watching out = new Watching();

        StreamReport report = plan(JsonTableExporter.create()).build().writeTo(out);

        assertThat(out.peak).isZero();
        assertThat(out.permissions).isSubsetOf("rwx------");
        assertNothingWaits();
        assertThat(report.name()).isEqualTo("complete_backup.json");
        assertThat(report.files())
                .singleElement()
                .satisfies(file -> assertThat(file.bytes()).isEqualTo(out.taken.size()));
        Path file = folder.resolve("received.json");
        Files.write(file, out.taken.toByteArray());
        restores(RestorePlan.builder().from(file).strategy(JsonRestoreStrategy.create()));
    }

    @Test
    @OnServerOfTools
    @EnabledIfClientTools({"pg_dump", "pg_restore"})
    void pgDumpTakesPartAndReadsItsFilesAgain() throws IOException {
        Watching out = new Watching();
        try (TestDatabase database = TestServer.ofTools().createDatabase()) {
            database.execute("CREATE TABLE proteins AS SELECT n AS id FROM generate_series(1, 10) n");

            StreamReport report = plan(PgDumpExporter.create(), CsvTableExporter.create())
                    .source(PostgresDatabase.of(database.uri()))
                    .build()
                    .writeTo(out, ArchiveFormat.TAR_GZ);

            assertNothingWaits();
            Backup received = Backup.readFrom(out.received(), folder.resolve("received"));
            assertThat(received.verify(CsvRestoreStrategy.create()).isSound()).isTrue();
            assertThat(report.files())
                    .extracting(BackupReport.File::name)
                    .contains("complete_backup.dump", "data.sql", "restore.sql");
        }
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        for (boolean archive : new boolean[] {true, false}) {
            List<Progress> told = new ArrayList<>();
            BackupPlan plan =
                    plan(JsonTableExporter.create()).listener(told::add).build();

            StreamReport report = archive
                    ? plan.writeTo(OutputStream.nullOutputStream(), ArchiveFormat.TAR_GZ)
                    : plan.writeTo(OutputStream.nullOutputStream());

            assertThat(told)
                    .extracting(Progress::phase)
                    .startsWith(Progress.Phase.CATALOGUE)
                    .endsWith(Progress.Phase.FINISH)
                    .isSorted();
            Progress last = told.get(told.size() - 1);
            assertThat(last.rows()).isEqualTo(TABLES * 4000);
            assertThat(last.estimatedBytes()).isPositive();
            assertThat(report.tables()).hasSize(TABLES + 1);
        }
    }

    @Test
    @DisplayName("F14 a stream that breaks: what it threw, nothing left here, and the other end refuses what it took")
    void f14BrokenPipe() throws IOException {
        IOException broken = new IOException("broken pipe");
        Watching out = new Watching() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                super.write(bytes, offset, length);
                if (super.taken.size() > 300_000) {
                    throw broken;
                }
            }
        };
        BackupPlan plan =
                plan(JsonTableExporter.create(), CsvTableExporter.create()).build();

        assertThatThrownBy(() -> plan.writeTo(out, ArchiveFormat.TAR_GZ)).isSameAs(broken);

        assertRefused(out);
        Watching another = new Watching() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                throw broken;
            }
        };
        assertThatThrownBy(() -> plan(JsonTableExporter.create()).build().writeTo(another))
                .isSameAs(broken);
        assertNothingWaits();
    }

    @Test
    @DisplayName(
            "F14 a backup that fails in the middle: no manifest in the stream, so the other end refuses what it took")
    void f14FailedBackup() throws IOException {
        Watching out = new Watching();
        BackupPlan plan = plan(CsvTableExporter.create())
                .connections(1)
                .where("proteins_6", Condition.unsafeSql("1 / (4000 - id) >= 0"))
                .build();

        assertThatThrownBy(() -> plan.writeTo(out, ArchiveFormat.TAR_GZ)).isInstanceOf(DatabaseException.class);

        assertRefused(out);
    }

    @Test
    @DisplayName(
            "F06 an interruption while a backup is streamed: nothing left here, and the other end refuses what it took")
    void f06Interrupted() throws IOException {
        Thread caller = Thread.currentThread();
        Watching out = new Watching() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                super.write(bytes, offset, length);
                if (super.taken.size() > 200_000) {
                    caller.interrupt();
                }
            }
        };
        BackupPlan plan =
                plan(JsonTableExporter.create(), CsvTableExporter.create()).build();

        assertThatThrownBy(() -> plan.writeTo(out, ArchiveFormat.TAR_GZ)).isInstanceOf(CancelledException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertRefused(out);
    }

    private void assertRefused(Watching out) throws IOException {
        assertNothingWaits();
        Path into = folder.resolve("received");
        assertThatThrownBy(() -> Backup.readFrom(out.received(), into)).isInstanceOf(BackupException.class);
        assertThat(Files.exists(into) ? Backup.list(into) : Set.of()).isEmpty();
    }

    @Test
    void refusesWhatAStreamCannotDo() {
        BackupPlan both =
                plan(JsonTableExporter.create(), CsvTableExporter.create()).build();
        refused(() -> both.writeTo(OutputStream.nullOutputStream()), """
                the plan writes more than one file
                Hint: call writeTo(out, ArchiveFormat.TAR_GZ), or export JsonTableExporter alone; pg_dump streams with \
                PgDumpExporter.dumpTo(out)""");
        refused(() -> plan(PgDumpExporter.create()).build().writeTo(OutputStream.nullOutputStream()), """
                the plan writes more than one file
                Hint: call writeTo(out, ArchiveFormat.TAR_GZ), or export JsonTableExporter alone; pg_dump streams with \
                PgDumpExporter.dumpTo(out)""");
        refused(both::run, """
                the plan was built for a stream
                Hint: call writeTo(out, ArchiveFormat.TAR_GZ), or build it with to(folder)""");
        refused(
                () -> plan(JsonTableExporter.create())
                        .to(folder)
                        .build()
                        .writeTo(OutputStream.nullOutputStream(), ArchiveFormat.TAR_GZ),
                """
                the plan was built for a folder
                Hint: build it with toStream() in place of to(…), or call run() and then Backup.writeTo(…)""");
        refused(() -> plan(JsonTableExporter.create()).exclusive().build(), """
                exclusive(), archive(…), shrinkGuard(…), incremental(…) and base(…) are about a folder of backups, and the plan \
                writes into a stream
                Hint: leave them out, or write to a folder with to(…)""");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(PlanException.class).hasMessage(message);
    }
}
