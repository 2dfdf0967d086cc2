package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BesidePlan;
import dev.coffer.backup.BesideReport;
import dev.coffer.backup.CancelledException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table of a backup beside the live one. */
class BesideTest {
    @TempDir
    Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();

    @BeforeEach
    void createDatabase() {
        database.execute(
                "CREATE TABLE maker (id int PRIMARY KEY)",
                "INSERT INTO maker VALUES (1)",
                "CREATE TABLE film (id serial PRIMARY KEY, copy int GENERATED ALWAYS AS IDENTITY (START WITH 5), maker"
                        + " int REFERENCES maker, title text NOT NULL DEFAULT 'films', long text GENERATED ALWAYS AS"
                        + " (title || '!') STORED, price numeric CHECK (price > 0), CONSTRAINT once UNIQUE (title, maker)"
                        + " DEFERRABLE)",
                "CREATE INDEX \"on ON on\" ON film (lower(title)) WHERE price > 1",
                "CREATE UNIQUE INDEX ON film USING btree (copy DESC)",
                "INSERT INTO film (maker, title, price) SELECT 1, 'film ' || g, g FROM generate_series(1, 200) g",
                "CREATE SCHEMA \"Old \"\"films\"",
                "CREATE TABLE part (id int) PARTITION BY LIST (id)",
                "CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1)",
                "INSERT INTO part VALUES (1), (1)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private BesidePlan.Builder plan(Format format) {
        Path backup = BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(format.exporter())
                .to(folder)
                .build()
                .run()
                .directory();
        return BesidePlan.builder()
                .from(Backup.open(backup))
                .strategy(format.strategy())
                .into(PostgresDatabase.of(database.uri()))
                .table("public.film");
    }

    @ParameterizedTest
    @EnumSource
    void hasRowsAndStructureAndNoTieToTheLiveOne(Format format) {
        BesidePlan.Builder plan = plan(format);
        database.execute("UPDATE film SET price = 1000");

        BesideReport report = plan.as("Old \"films", "film \"2026").build().run();

        assertThat(report.table()).isEqualTo(new TableName("Old \"films", "film \"2026"));
        assertThat(report.rows()).isEqualTo(200);
        assertThat(report.indexes()).isEqualTo(4);
        String copy = "\"Old \"\"films\".\"film \"\"2026\"";
        assertThat(database.query("SELECT count(*) || ' ' || sum(price) || ' ' || max(long) FROM " + copy))
                .isEqualTo("200 20100 film 99!");
        assertThat(database.query(
                        "SELECT string_agg(contype::text || ' ' || pg_get_constraintdef(oid), ', ' ORDER BY 1)"
                                + " FROM (SELECT contype, oid FROM pg_constraint WHERE contype <> 'n' AND conrelid = '"
                                + copy
                                + "'::regclass ORDER BY contype) c"))
                .contains("CHECK ((price > (0)::numeric))", "PRIMARY KEY (id)", "UNIQUE (title, maker) DEFERRABLE")
                .doesNotContain("FOREIGN");
        assertThat(database.query("SELECT string_agg(column_name || '=' || column_default, ',') FROM"
                        + " information_schema.columns WHERE table_name = 'film \"2026'"))
                .isEqualTo("title='films'::text");
        assertThat(database.query("SELECT last_value FROM film_id_seq")).isEqualTo("200");
        assertThat(database.query("SELECT count(*) FROM film WHERE price = 1000"))
                .isEqualTo("200");
        database.execute("DROP TABLE film");
        assertThat(database.query("SELECT count(*) FROM " + copy)).isEqualTo("200");
    }

    @Test
    void refusesANameThatIsTakenAndFamilies() {
        BesidePlan.Builder plan = plan(Format.JSON);

        BackupException taken = assertThrows(
                BackupException.class, () -> plan.as("maker").build().run());
        BackupException unknown = assertThrows(
                BackupException.class, () -> plan.table("part").as("x").build().run());
        BesideReport partition =
                plan.table("part_1").as("x").withoutIndexes().build().run();

        assertThat(taken)
                .hasMessage("the database has a table of this name already (table public.maker)\n"
                        + "Hint: choose another name, or drop that table if it is not needed any more");
        assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
        assertThat(partition.rows()).isEqualTo(2);
        assertThat(database.query("SELECT count(*) FROM part")).isEqualTo("2");
    }

    @Test
    void tellsHowFarItIs() {
        List<Progress> told = new ArrayList<>();

        assertThat(plan(Format.CSV)
                        .as("film_2")
                        .listener(told::add)
                        .build()
                        .run()
                        .rows())
                .isEqualTo(200);

        assertThat(told)
                .extracting(Progress::phase)
                .startsWith(Progress.Phase.VERIFY)
                .contains(Progress.Phase.PRE_DATA, Progress.Phase.ROWS, Progress.Phase.POST_DATA)
                .isSorted();
        Progress last = told.get(told.size() - 1);
        assertThat(last.rows()).isEqualTo(200).isEqualTo(last.estimatedRows());
        assertThat(last.bytes()).isPositive();
    }

    @Test
    @DisplayName("F06 an interrupt leaves no table")
    void leavesNothingWhenInterrupted() {
        BesidePlan.Builder plan = plan(Format.JSON).as("film_2");

        assertThrows(
                CancelledException.class,
                () -> plan.listener(progress -> {
                            if (progress.phase() == Progress.Phase.POST_DATA) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .build()
                        .run());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(database.query("SELECT to_regclass('public.film_2')")).isNull();
    }

    @Test
    @DisplayName("F04 a cut connection leaves no table")
    void leavesNothingWhenTheConnectionIsCut() {
        BesidePlan.Builder plan = plan(Format.JSON).as("film_2");

        BackupException lost = assertThrows(
                BackupException.class,
                () -> plan.listener(progress -> {
                            if (progress.phase() == Progress.Phase.POST_DATA) {
                                database.execute(
                                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                                                + " current_database() AND pid <> pg_backend_pid() AND state = 'idle in"
                                                + " transaction'");
                            }
                        })
                        .build()
                        .run());

        assertThat(lost.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(database.query("SELECT to_regclass('public.film_2')")).isNull();
    }
}
