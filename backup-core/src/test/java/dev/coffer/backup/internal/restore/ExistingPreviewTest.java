package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestorePreview;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a preview says, and that a run does exactly that. */
class ExistingPreviewTest {
    @TempDir
    static Path folder;

    private static Backup backup;
    private TestDatabase target;

    @BeforeAll
    static void backUp() {
        backup = LiveTown.backUp(folder);
    }

    @BeforeEach
    void createTarget() {
        target = LiveTown.later(backup);
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private RestorePlan plan(Scope scope, Existing existing) {
        return LiveTown.plan(backup, target, scope, existing).build();
    }

    private String everything() {
        return LiveTown.everything(target);
    }

    @ParameterizedTest
    @CsvSource({
        "EVERYTHING, CLEAN",
        "EVERYTHING, TRUNCATE",
        "EVERYTHING, APPEND",
        "EVERYTHING, UPSERT",
        "EVERYTHING, SKIP",
        "EVERYTHING, REFUSE",
        "SCHEMA_ONLY, CLEAN",
        "SCHEMA_ONLY, SKIP",
        "SCHEMA_ONLY, REFUSE",
        "DATA_ONLY, TRUNCATE",
        "DATA_ONLY, APPEND",
        "DATA_ONLY, UPSERT",
        "DATA_ONLY, SKIP",
        "DATA_ONLY, REFUSE"
    })
    void previewsExactlyWhatARunDoes(Scope scope, Existing existing) {
        makeRoom(scope, existing);
        RestorePlan plan = plan(scope, existing);
        String before = everything();

        RestorePreview preview = plan.preview();

        assertThat(everything()).isEqualTo(before);
        if (existing != Existing.CLEAN) {
            assertThat(there(preview, RestorePreview.ObjectAction.CREATE)).doesNotContain(true);
        }
        String kept = oids(preview, RestorePreview.ObjectAction.KEEP);
        String dropped = oids(preview, RestorePreview.ObjectAction.DROP);
        Map<TableName, Long> expected = new HashMap<>();
        preview.tables().forEach(step -> expected.put(step.table(), after(step)));
        RestoreReport report = plan.run();
        assertThat(there(preview, RestorePreview.ObjectAction.CREATE)).doesNotContain(false);
        if (scope != Scope.DATA_ONLY) {
            assertThat(preview.count(RestorePreview.ObjectAction.CREATE)).isEqualTo(report.entries());
        }
        assertThat(oids(preview, RestorePreview.ObjectAction.KEEP)).isEqualTo(kept);
        if (existing == Existing.CLEAN) {
            assertThat(oids(preview, RestorePreview.ObjectAction.DROP))
                    .isNotEqualTo(dropped)
                    .hasSameSizeAs(dropped);
        }
        expected.forEach((table, rows) -> assertThat(target.query("SELECT count(*) FROM " + table))
                .as(table.toString())
                .isEqualTo(rows.toString()));
        assertThat(preview.rows())
                .isEqualTo(report.tables().stream()
                        .mapToLong(table -> table.rows() + table.left())
                        .sum());
        assertThat(preview.sequences()).isEqualTo(report.sequences());
        assertThat(preview.oneTransaction()).isEqualTo(report.transactions() == 1);
    }

    /** Something to create for each, and nothing in the way. */
    private void makeRoom(Scope scope, Existing existing) {
        if (existing == Existing.REFUSE && scope != Scope.DATA_ONLY) {
            target.execute(
                    "DROP MATERIALIZED VIEW totals",
                    "DROP VIEW streets",
                    "DROP TABLE street, city",
                    "DROP SEQUENCE numbers",
                    "DROP FUNCTION shout, spoil",
                    "DROP TYPE mood");
        } else {
            target.execute("DROP FUNCTION shout", "DROP INDEX street_name");
            if (existing == Existing.REFUSE) {
                target.execute("TRUNCATE street, city");
            } else if (existing == Existing.APPEND) {
                target.execute("DELETE FROM street WHERE id < 3", "DELETE FROM city WHERE id < 3");
            }
        }
    }

    /** Whether each relation of these steps exists. */
    private List<Boolean> there(RestorePreview preview, RestorePreview.ObjectAction action) {
        return preview.objects().stream()
                .filter(step ->
                        step.action() == action && step.object().matches("(table|view|sequence|index) public\\.\\w+"))
                .map(step -> target.query("SELECT to_regclass('" + step.object().split(" ")[1] + "')::oid") != null)
                .toList();
    }

    /** Every key of the backup is there in these tests, unless its rows are appended. */
    private static long after(RestorePreview.TableStep step) {
        return switch (step.action()) {
            case LOAD, REPLACE -> step.rows();
            case APPEND -> step.there() + step.rows();
            case UPSERT, SKIP -> step.there();
        };
    }

    private String oids(RestorePreview preview, RestorePreview.ObjectAction action) {
        return preview.objects().stream()
                .filter(step ->
                        step.action() == action && step.object().matches("(table|view|sequence|index) public\\.\\w+"))
                .map(step -> target.query("SELECT to_regclass('" + step.object().split(" ")[1] + "')::oid"))
                .collect(Collectors.joining(","));
    }

    @Test
    void printsAPreviewForPeople() {
        target.execute(
                "DROP INDEX street_name",
                "CREATE OR REPLACE FUNCTION shout(text) RETURNS text LANGUAGE sql AS 'SELECT $1'");

        assertThat(plan(Scope.EVERYTHING, Existing.TRUNCATE)
                        .preview()
                        .toString()
                        .lines())
                .contains(
                        "restore of 2 tables with 4 rows in one transaction; 0 objects to drop, 2 to create, 15 to keep",
                        "  create  index public.street_name",
                        "  create  materialized view data public.totals",
                        "  keep    table public.city",
                        "  keep    function public.shout(text), which the backup has otherwise",
                        "  empty   table public.city: 3 rows",
                        "  load    table public.city: 2 rows",
                        "  set     3 sequences");
        assertThat(plan(Scope.DATA_ONLY, Existing.UPSERT).preview().toString().lines())
                .contains("  upsert  table public.street: 2 rows among 3");
        assertThat(plan(Scope.DATA_ONLY, Existing.SKIP).preview().toString().lines())
                .contains("  add     table public.street: those of 2 rows whose key is not among 3");
        assertThat(plan(Scope.DATA_ONLY, Existing.APPEND).preview().toString().lines())
                .contains("  append  table public.street: 2 rows to 3");
    }

    @Test
    void previewRefusesWhatARunWouldRefuse() {
        RestorePlan plan = plan(Scope.DATA_ONLY, Existing.REFUSE);

        assertThat(assertThrows(BackupException.class, plan::preview))
                .hasMessage(assertThrows(BackupException.class, plan::run).getMessage());
    }

    @Test
    void previewsANewDatabaseWithoutCreatingIt() {
        String name = target.name() + "_new";
        RestorePlan.Builder plan = RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .intoNewDatabase(PostgresDatabase.of(target.uri()), name);

        RestorePreview preview = plan.build().preview();

        assertThat(preview.count(RestorePreview.ObjectAction.CREATE)).isGreaterThan(10);
        assertThat(target.query("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
                .isEqualTo("0");
        assertThat(assertThrows(
                        BackupException.class,
                        plan.intoNewDatabase(PostgresDatabase.of(target.uri()), target.name())
                                .build()::preview))
                .hasMessage("the database " + target.name() + " exists already\n"
                        + "Hint: choose another name, or restore into it with into(…) if it is empty");
    }

    @Test
    void saysThatSeveralJobsAreSeveralTransactions() {
        makeRoom(Scope.EVERYTHING, Existing.REFUSE);
        RestorePlan plan = LiveTown.plan(backup, target, Scope.EVERYTHING, Existing.REFUSE)
                .jobs(2)
                .build();

        RestorePreview preview = plan.preview();
        RestoreReport report = plan.run();

        assertThat(preview.toString())
                .startsWith("restore of 2 tables with 4 rows in several transactions; 0 objects to drop, ");
        assertThat(preview.oneTransaction()).isFalse();
        assertThat(report.transactions()).isGreaterThan(1);
        assertThat(preview.count(RestorePreview.ObjectAction.CREATE)).isEqualTo(report.entries());
        assertThat(preview.rows()).isEqualTo(report.rows());
    }

    @Test
    void countsLargeObjects(@TempDir Path elsewhere) {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase empty = TestServer.newest().createDatabase()) {
            source.execute("SELECT lo_from_bytea(0, 'x') FROM generate_series(1, 3)");
            Backup objects = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(elsewhere)
                    .build()
                    .run()
                    .directory());

            RestorePreview preview = LiveTown.plan(objects, empty, Scope.EVERYTHING, Existing.REFUSE)
                    .build()
                    .preview();

            assertThat(preview.largeObjects()).isEqualTo(3);
            assertThat(preview.toString().lines()).contains("  load    3 large objects");
        }
    }
}
