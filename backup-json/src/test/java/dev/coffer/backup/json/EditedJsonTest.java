package dev.coffer.backup.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code complete_backup.json} that somebody edited, taken only when the plan says so. */
class EditedJsonTest {
    private static final String FIRST =
            "{\"id\":1,\"name\":\"A\",\"note\":\"x\",\"ok\":true,\"big\":\"9007199254740993\"}";
    private static final String SECOND = "{\"id\":2,\"name\":null,\"note\":\"y\",\"ok\":false,\"big\":null}";

    @TempDir
    private Path folder;

    private final TestDatabase target = TestServer.newest().createDatabase();
    private String document;

    @BeforeEach
    void backUp() throws IOException {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE t (id int PRIMARY KEY, name text, note text DEFAULT 'd', ok boolean, big bigint CHECK (big > 0))",
                    "INSERT INTO t VALUES (1, 'A', 'x', true, 9007199254740993), (2, NULL, 'y', false, NULL)",
                    "CREATE TABLE u (t int REFERENCES t)",
                    "INSERT INTO u VALUES (1)");
            Path json = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(JsonTableExporter.create())
                    .to(folder)
                    .build()
                    .run()
                    .directory()
                    .resolve("complete_backup.json");
            document = Files.readString(json);
        }
        assertThat(document).contains(FIRST + ",\n" + SECOND);
    }

    @AfterEach
    void drop() {
        target.close();
    }

    private RestorePlan.Builder plan(String text, JsonRestoreStrategy strategy) {
        try {
            return RestorePlan.builder()
                    .from(Files.writeString(folder.resolve("edited.json"), text))
                    .strategy(strategy)
                    .into(PostgresDatabase.of(target.uri()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RestorePlan.Builder edited(String text) {
        return plan(text, JsonRestoreStrategy.builder().acceptEdited().build());
    }

    private BackupException fail(RestorePlan.Builder plan) {
        RestorePlan built = plan.build();
        BackupException e = assertThrows(BackupException.class, built::run);
        assertThat(target.query("SELECT to_regclass('t')")).isNull();
        return e;
    }

    @Test
    void isRefusedUnlessThePlanAcceptsIt() {
        BackupException e = fail(plan(document.replace("\"A\"", "\"B\""), JsonRestoreStrategy.create()));

        assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM);
        assertThat(e)
                .hasMessage("the document does not have the SHA-256 that its trailer gives (file edited.json)\n"
                        + "Hint: the file was damaged or edited: take another copy of the backup, or where it was edited on"
                        + " purpose take its rows as they are with JsonRestoreStrategy.builder().acceptEdited()");
    }

    @Test
    void rowsComeAsTheyAreAndColumnsByName() {
        String rows = "{\"big\":12,\"id\":\"1\",\"ok\":true,\"name\":\"B\"},\r\n\r\n"
                + "{\"id\":3,\"name\":4.50,\"ok\":\"f\",\"big\":null}";
        RestoreReport report =
                edited(document.replace(FIRST + ",\n" + SECOND, rows)).build().run();

        assertThat(report.proof())
                .isEqualTo(
                        "none, as was accepted: the document was edited (integrity.checksum), and its rows are taken as"
                                + " they are");
        assertThat(report.rows()).isEqualTo(3);
        assertThat(target.query("SELECT string_agg(concat_ws('|', id, name, note, ok, big), ' ' ORDER BY id) FROM t"))
                .isEqualTo("1|B|d|t|12 3|4.50|d|f");
    }

    @Test
    void oneThatWasNotEditedIsProvedAllTheSame() {
        assertThat(edited(document).build().run().proof())
                .isEqualTo("SHA-256 and row counts of the file's own trailer");
    }

    @Test
    void aTableThatIsGoneComesBackEmptyAndItsKeysAreNamed() {
        int from = document.indexOf("{\"schema\":\"public\",\"name\":\"t\",\"columns\"");
        int to = document.indexOf("{\"schema\":\"public\",\"name\":\"u\",\"columns\"");
        assertThat(from).isBetween(1, to);

        RestoreReport report = edited(document.substring(0, from) + document.substring(to))
                .build()
                .run();

        assertThat(report.withoutRows()).containsExactly(new TableName("public", "t"));
        assertThat(report.skips())
                .containsExactly(new Skip(
                        "foreign key public.u u_t_fkey", "it refers to public.t, whose rows are not restored"));
        assertThat(target.query("SELECT count(*) FROM u")).isEqualTo("1");
    }

    @Test
    void chosenTablesComeFromItToo() {
        assertThat(edited(document.replace("\"A\"", "\"B\""))
                        .tables(TableSelection.include("public.t"))
                        .build()
                        .run()
                        .tables())
                .containsExactly(new RestoreReport.Table(new TableName("public", "t"), 2));
    }

    @Test
    void whatIsWrongIsNamedByFileLineAndColumn() {
        long line = document.substring(0, document.indexOf(SECOND)).lines().count() + 1;
        assertThat(fail(edited(document.replace(SECOND, "{\"id\":2,\"note\":\"secret\",\"ok\":false,\"big\":null}"))))
                .hasMessage(
                        "a row lacks a column that other rows of the table have (table public.t, row 2, column name,"
                                + " file edited.json, line " + line + ")\n"
                                + "Hint: correct it in the file and restore again");
        assertThat(fail(edited(document.replace(SECOND, SECOND.replace("\"note\"", "\"nota\"")))))
                .hasMessage("a row has a member that is no column of the table (table public.t, row 2, column nota,"
                        + " file edited.json, line " + line + ")\n"
                        + "Hint: correct it in the file and restore again");
        assertThat(fail(edited(document.replace(SECOND, SECOND.replace("\"y\"", "[\"y\"]")))))
                .hasMessageStartingWith("a value is an object or an array (table public.t, row 2, column note, file"
                        + " edited.json, line " + line + ")");
        assertThat(fail(edited(document.replace(SECOND, SECOND.replace("null}", "-4711}")))))
                .hasMessageContaining(
                        "(table public.t, row 2, file edited.json, line " + line + ")\nHint: correct the row")
                .hasMessageNotContaining("4711");
        assertThat(fail(edited(document.substring(0, document.length() / 2))).code())
                .isEqualTo(ErrorCode.MALFORMED);
    }
}
