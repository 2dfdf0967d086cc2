package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ComparisonPlan;
import dev.coffer.backup.ComparisonReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.StreamReport;
import dev.coffer.backup.pgdump.DumpCompression;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is held in memory by the size of a table: a JVM whose heap is a quarter of one takes it there and back. */
@Costly
class SmallHeapTest {
    private static final String HEAP = "-Xmx40m";
    private static final int ROWS = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void aTableOfFourTimesTheHeapGoesThereAndBack() throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase json = TestServer.newest().createDatabase();
                TestDatabase csv = TestServer.newest().createDatabase()) {
            fill(source);

            run("backup", source);
            run("JSON", json);
            run("CSV", csv);
            run("stream", source);
            run("archive", source);

            String content = "SELECT count(*) || ' ' || sum(hashtextextended(t::text, 0)) FROM reading t";
            assertThat(json.query(content)).isEqualTo(source.query(content));
            assertThat(csv.query(content)).isEqualTo(source.query(content));

            source.execute("UPDATE reading SET note = 'other' WHERE id % 100 = 0");
            run("compare", source);
        }
    }

    @Test
    @EnabledIfClientTools({"pg_dump", "pg_restore"})
    void aDumpOfThreeTimesTheHeapFlowsThrough() throws Exception {
        try (TestDatabase source = TestServer.ofTools().createDatabase()) {
            fill(source);

            run("dump", source);
        }
    }

    private static void fill(TestDatabase source) {
        source.execute(
                "CREATE TABLE reading (id bigint, note text, tags text[])",
                "INSERT INTO reading SELECT g, repeat(md5(g::text), 4), ARRAY['a' || g, NULL] FROM generate_series(1, "
                        + ROWS + ") g",
                "VACUUM ANALYZE reading");
        assertThat(Long.parseLong(source.query("SELECT pg_table_size('reading')")))
                .isGreaterThan(4L * 40 * 1024 * 1024);
    }

    private void run(String what, TestDatabase database) throws Exception {
        ProcessBuilder builder = ChildJvm.of(InSmallHeap.class, List.of(HEAP), List.of(what, folder.toString()));
        builder.environment().put("POSTGRES_URL", database.uri());
        Path output = folder.resolve(what + ".txt");
        int exit = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(output)).isZero();
    }

    /** What runs in the other JVM. */
    static final class InSmallHeap {
        private InSmallHeap() {}

        public static void main(String[] arguments) throws Exception {
            PostgresDatabase database = PostgresDatabase.of(System.getenv("POSTGRES_URL"));
            Path backups = Path.of(arguments[1]).resolve("backups");
            if (arguments[0].equals("backup")) {
                BackupReport report = BackupPlan.builder()
                        .source(database)
                        .export(Arrays.stream(Format.values())
                                .map(Format::exporter)
                                .toArray(dev.coffer.backup.TableExporter[]::new))
                        .to(backups)
                        .build()
                        .run();
                System.out.println(report.rows());
                return;
            }
            // As a pipe takes it: what was written is gone.
            if (arguments[0].equals("archive")) {
                requireWhole(stream(database, Format.CSV, arguments[1])
                        .writeTo(OutputStream.nullOutputStream(), ArchiveFormat.TAR_GZ));
                return;
            }
            if (arguments[0].equals("stream")) {
                requireWhole(stream(database, Format.JSON, arguments[1]).writeTo(OutputStream.nullOutputStream()));
                return;
            }
            if (arguments[0].equals("dump")) {
                dump();
                return;
            }
            if (arguments[0].equals("compare")) {
                compare(Backup.list(backups).get(0), database);
                return;
            }
            RestoreReport report = RestorePlan.builder()
                    .from(Backup.list(backups).get(0))
                    .strategy(Format.valueOf(arguments[0]).strategy())
                    .into(database)
                    .build()
                    .run();
            System.out.println(report.rows());
        }

        private static BackupPlan stream(PostgresDatabase database, Format format, String spool) {
            return BackupPlan.builder()
                    .source(database)
                    .export(format.exporter())
                    .toStream(Path.of(spool))
                    .build();
        }

        private static void dump() throws IOException {
            AtomicLong bytes = new AtomicLong();
            OutputStream counted = new OutputStream() {
                @Override
                public void write(int b) {
                    bytes.incrementAndGet();
                }

                @Override
                public void write(byte[] buffer, int offset, int length) {
                    bytes.addAndGet(length);
                }
            };
            PgDumpExporter.builder()
                    .connection(System.getenv("POSTGRES_URL"))
                    .compression(DumpCompression.none())
                    .build()
                    .dumpTo(counted);
            if (bytes.get() < 3L * 40 * 1024 * 1024) {
                throw new IllegalStateException(bytes.toString());
            }
        }

        private static void compare(Backup before, PostgresDatabase now) {
            ComparisonReport report = ComparisonPlan.builder()
                    .before(before)
                    .after(now)
                    .strategy(Format.CSV.strategy())
                    .build()
                    .run();
            ComparisonReport.Table table = report.tables().get(0);
            if (table.added() != ROWS / 100 || table.removed() != ROWS / 100) {
                throw new IllegalStateException(report.toString());
            }
        }

        private static void requireWhole(StreamReport report) {
            long bytes =
                    report.files().stream().mapToLong(BackupReport.File::bytes).sum();
            if (report.rows() != ROWS || bytes < 3L * 40 * 1024 * 1024) {
                throw new IllegalStateException(report.toString());
            }
        }
    }
}
