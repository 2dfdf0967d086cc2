package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
import dev.coffer.backup.spi.Contents;
import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.TableTotals;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a restore reads from: a backup directory, or a file alone. */
class SourcesTest {
    /** Nobody listens there: whoever touches the target before the source is proved fails otherwise. */
    private static final PostgresDatabase NOWHERE =
            PostgresDatabase.of("postgresql://nobody:secret-4711@127.0.0.1:1/none?connect_timeout=2");

    @TempDir
    private Path folder;

    private final TestDatabase source = TestServer.newest().createDatabase();
    private final TestDatabase target = TestServer.newest().createDatabase();

    @BeforeEach
    void createDatabases() {
        source.execute("CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, 'one'), (2, 'two')");
    }

    @AfterEach
    void dropDatabases() {
        source.close();
        target.close();
    }

    private Path backup() {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory();
    }

    private static RestorePlan.Builder from(Path directory) {
        return RestorePlan.builder().from(Backup.open(directory)).strategy(LinesExporter.strategy());
    }

    private static BackupException fail(RestorePlan.Builder plan) {
        RestorePlan built = plan.build();
        return assertThrows(BackupException.class, built::run);
    }

    /** A format of another name or version. */
    private static RestoreStrategy reading(String name, int version) {
        return new RestoreStrategy() {
            @Override
            public FormatId format() {
                return new FormatId(name, version);
            }

            @Override
            public Restore open(RestoreContext run) {
                throw new AssertionError("must not be opened");
            }
        };
    }

    @Test
    void namesTheArtifactThatReadsTheBackup() {
        BackupException failure =
                fail(from(backup()).strategy(reading("csv", 1)).into(NOWHERE));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT);
        assertThat(failure)
                .hasMessage("the backup holds the format lines 1; the plan reads csv 1\n"
                        + "Hint: give strategy(…) the strategy of the artifact dev.coffer:backup-lines");
    }

    @Test
    void usesTheFirstStrategyWhoseFormatTheBackupHolds() {
        RestoreReport report = from(backup())
                .strategy(reading("csv", 1), LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.proof()).isNotBlank();
    }

    @Test
    void readsOlderVersionsOfALayout() {
        BackupException failure =
                fail(from(backup()).strategy(reading("lines", 2)).into(NOWHERE));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows.lines", "schema.json", "manifest.json"})
    @DisplayName("F16 a changed byte is found before the target is touched")
    void findsAChangedByteBeforeTheTargetIsTouched(String file) throws IOException {
        Path directory = backup();
        Backup opened = Backup.open(directory);
        byte[] bytes = Files.readAllBytes(directory.resolve(file));
        bytes[bytes.length / 2] ^= 1;
        Files.write(directory.resolve(file), bytes);

        BackupException failure = assertThrows(BackupException.class, () -> {
            Backup again = file.equals("manifest.json") ? Backup.open(directory) : opened;
            RestorePlan plan = RestorePlan.builder()
                    .from(again)
                    .strategy(LinesExporter.strategy())
                    .into(NOWHERE)
                    .build();
            assertThat(plan.run()).isNull();
        });

        assertThat(failure.code()).isIn(ErrorCode.CHECKSUM, ErrorCode.BAD_MANIFEST);
    }

    @Test
    @DisplayName("F15 a truncated file is found before the target is touched")
    void findsATruncatedFileBeforeTheTargetIsTouched() throws IOException {
        Path directory = backup();
        Path file = directory.resolve("rows.lines");
        Files.write(file, new byte[(int) Files.size(file) - 1]);

        assertThat(fail(from(directory).into(NOWHERE)).code()).isEqualTo(ErrorCode.SIZE);
    }

    @Test
    void readsNoRowsForTheSchemaAlone() {
        RestoreReport report = from(backup())
                .into(PostgresDatabase.of(target.uri()))
                .scope(Scope.SCHEMA_ONLY)
                .build()
                .run();

        assertThat(report.tables()).isEmpty();
        assertThat(target.query("SELECT count(*) FROM t")).isEqualTo("0");
    }

    @Test
    void showsNoSecretOfThePlan() {
        assertThat(from(backup()).into(NOWHERE).build().toString())
                .contains("127.0.0.1")
                .doesNotContain("secret-4711");
    }

    /** A file of its own: catalogue, a line that says where it ends, and rows. */
    private Path looseFile(boolean gzip) throws IOException {
        HandMade made = new HandMade().table("a", "id integer", "1").table("b", "id integer", "2", "3");
        byte[] document = CatalogueDocument.toBytes(made.catalogue());
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.write((document.length + "\n").getBytes(UTF_8));
        plain.write(document);
        plain.write("1\n2\n3\n".getBytes(UTF_8));
        Path file = folder.resolve("rows.loose");
        try (OutputStream out =
                gzip ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
            out.write(plain.toByteArray());
        }
        return file;
    }

    private static RestoreStrategy loose(long lengthOfB) {
        HandMade made = new HandMade().table("a", "id integer", "1").table("b", "id integer", "2", "3");
        byte[] document = CatalogueDocument.toBytes(made.catalogue());
        long rows = (document.length + "\n").length() + document.length;
        List<TableTotals> totals =
                made.source().tables().stream().map(SourceTable::totals).toList();
        RestoreStrategy lines = LinesExporter.strategy();
        return new RestoreStrategy() {
            @Override
            public FormatId format() {
                return lines.format();
            }

            @Override
            public Optional<Contents> describe(Path file) {
                return Optional.of(new Contents(
                        document,
                        List.of(
                                new Contents.Entry(1, totals.get(1), rows + 2, lengthOfB),
                                new Contents.Entry(0, totals.get(0), rows, 2)),
                        "a test's word"));
            }

            @Override
            public Restore open(RestoreContext run) throws IOException {
                return lines.open(run);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void restoresFromAFileAlone(boolean gzip) throws IOException {
        RestoreReport report = RestorePlan.builder()
                .from(looseFile(gzip))
                .strategy(loose(4))
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run();

        assertThat(report.proof()).isEqualTo("a test's word");
        assertThat(target.query("SELECT (SELECT sum(id) FROM a) || ',' || (SELECT sum(id) FROM b)"))
                .isEqualTo("1,5");
    }

    @Test
    void refusesAFileThatIsShorterThanItsDescription() throws IOException {
        BackupException failure = fail(RestorePlan.builder()
                .from(looseFile(false))
                .strategy(loose(40))
                .into(PostgresDatabase.of(target.uri())));

        assertThat(failure.code()).isEqualTo(ErrorCode.IO);
        assertThat(failure)
                .hasMessage(
                        "the backup cannot be read: the file ends 36 bytes too early (table public.b, file rows.loose)"
                                + "\nHint: check the rights of the files and the disk that they lie on");
        assertThat(target.query("SELECT to_regclass('public.a')")).isNull();
    }

    @Test
    void refusesAFileThatNoStrategyKnows() throws IOException {
        BackupException failure = fail(RestorePlan.builder()
                .from(looseFile(false))
                .strategy(reading("csv", 1), reading("json", 1))
                .into(NOWHERE));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT);
        assertThat(failure)
                .hasMessage(
                        "the file is of none of the formats that the plan reads: csv 1, json 1 (file rows.loose)\n"
                                + "Hint: give a file that restores alone, or open the folder of a backup with Backup.open(directory)");
    }
}
