package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some tables of a backup, with what they need and nothing else. */
class ChosenTablesTest {
    @TempDir
    private static Path folder;

    private static final List<Skip> WITHOUT_AUTHOR = List.of(
            new Skip("foreign key app.book by", "it refers to app.author, which the selection leaves out"),
            new Skip("materialized view app.tally", "it needs table app.author, which the selection leaves out"),
            new Skip(
                    "function app.ring_of(app.ring)",
                    "it needs view placeholder app.ring, which the selection leaves out"),
            new Skip("view app.ring", "it needs function app.ring_of(app.ring), which the selection leaves out"));

    private static Backup backup;
    private final TestDatabase target = TestServer.newest().createDatabase();

    @BeforeAll
    static void backUp() {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE SCHEMA app",
                    "CREATE EXTENSION citext",
                    "CREATE TYPE app.mood AS ENUM ('sad', 'gay')",
                    "CREATE TYPE app.unused AS ENUM ('x')",
                    "CREATE DOMAIN app.positive AS int CHECK (VALUE > 0)",
                    "CREATE FUNCTION app.next_code() RETURNS text LANGUAGE sql AS $$ SELECT 'code' $$",
                    "CREATE FUNCTION app.allowed(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 <> 'no' $$",
                    "CREATE FUNCTION app.unused() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$",
                    "CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                    "REVOKE ALL ON FUNCTION app.touch() FROM PUBLIC",
                    "CREATE SEQUENCE app.numbers START 100",
                    "CREATE SEQUENCE app.other START 7",
                    "CREATE TABLE app.author (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name citext)",
                    "CREATE TABLE app.book (id serial PRIMARY KEY, author int CONSTRAINT by REFERENCES app.author,"
                            + " code text DEFAULT app.next_code() CHECK (app.allowed(code)), m app.mood, n app.positive,"
                            + " number int DEFAULT nextval('app.numbers'))",
                    "CREATE INDEX book_code ON app.book (code)",
                    "COMMENT ON TABLE app.book IS 'a book'",
                    "COMMENT ON COLUMN app.book.m IS 'how it makes one'",
                    "COMMENT ON TYPE app.mood IS 'moods'",
                    "CREATE TRIGGER touched BEFORE UPDATE ON app.book FOR EACH ROW EXECUTE FUNCTION app.touch()",
                    "ALTER TABLE app.book ENABLE ROW LEVEL SECURITY",
                    "CREATE POLICY all_of_them ON app.book USING (true)",
                    "CREATE TABLE app.review (book int REFERENCES app.book, stars int)",
                    "CREATE VIEW app.codes AS SELECT code FROM app.book",
                    "CREATE MATERIALIZED VIEW app.counted AS SELECT count(*) AS n FROM app.codes",
                    "CREATE INDEX counted_n ON app.counted (n)",
                    "COMMENT ON VIEW app.codes IS 'of books'",
                    "CREATE VIEW app.by_author AS SELECT a.name, b.code FROM app.book b JOIN app.author a ON a.id = b.author",
                    "CREATE MATERIALIZED VIEW app.alone AS SELECT 1 AS one",
                    "CREATE MATERIALIZED VIEW app.tally AS SELECT count(*) AS n FROM app.author",
                    "CREATE VIEW app.ring AS SELECT 1 AS id",
                    "CREATE FUNCTION app.ring_of(app.ring) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.id'",
                    "CREATE OR REPLACE VIEW app.ring AS SELECT id + app.ring_of(NULL) AS id FROM app.author",
                    "CREATE TABLE app.event (id int, at date) PARTITION BY RANGE (at)",
                    "CREATE TABLE app.event_old PARTITION OF app.event FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
                    "CREATE TABLE app.event_new PARTITION OF app.event FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)"
                            + " PARTITION BY LIST (id)",
                    "CREATE TABLE app.event_new_1 PARTITION OF app.event_new FOR VALUES IN (1)",
                    "CREATE INDEX event_at ON app.event (at)",
                    "INSERT INTO app.author (name) VALUES ('A'), ('B')",
                    "INSERT INTO app.book (author, m, n) VALUES (1, 'sad', 1), (2, 'gay', 2)",
                    "INSERT INTO app.review VALUES (1, 5)",
                    "REFRESH MATERIALIZED VIEW app.counted",
                    "INSERT INTO app.event VALUES (1, '2019-01-01'), (1, '2021-01-01')");
            backup = Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
        }
    }

    @AfterAll
    static void forget() {
        backup = null;
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private RestorePlan.Builder plan(TableSelection selection) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .tables(selection)
                .into(PostgresDatabase.of(target.uri()));
    }

    private String relations() {
        return target.query("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class"
                + " WHERE relnamespace = to_regnamespace('app')");
    }

    @Test
    @DisplayName(
            "F28 a chosen table comes with what it needs; a foreign key to a table that stays behind is a named skip")
    void bringsWhatAChosenTableNeeds() {
        RestoreReport report = plan(TableSelection.include("app.book")).build().run();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table(new TableName("app", "book"), 2));
        assertThat(report.skips())
                .containsExactly(
                        new Skip("foreign key app.book by", "it refers to app.author, which the selection leaves out"));
        assertThat(relations()).isEqualTo("book book_code book_id_seq book_pkey numbers");
        assertThat(target.query("SELECT string_agg(typname, ' ' ORDER BY typname) FROM pg_type"
                        + " WHERE typnamespace = to_regnamespace('app') AND typrelid = 0 AND typelem = 0"))
                .isEqualTo("mood positive");
        assertThat(target.query("SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc"
                        + " WHERE pronamespace = to_regnamespace('app')"))
                .isEqualTo("allowed next_code touch");
        assertThat(
                        target.query(
                                "SELECT obj_description('app.book'::regclass) || ', '"
                                        + " || col_description('app.book'::regclass, 4) || ', ' || obj_description('app.mood'::regtype)"))
                .isEqualTo("a book, how it makes one, moods");
        assertThat(target.query("SELECT relrowsecurity::text || ' ' || (SELECT count(*) FROM pg_policies)"
                        + " || ' ' || (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)"
                        + " FROM pg_class WHERE relname = 'book'"))
                .isEqualTo("true 1 1");
        assertThat(target.query("SELECT has_function_privilege('public', 'app.touch()', 'EXECUTE')"))
                .isEqualTo("f");
        assertThat(target.query("INSERT INTO app.book (m, n) VALUES ('sad', 3) RETURNING id || ' ' || number"))
                .isEqualTo("3 102");
    }

    @Test
    void bringsTheExtensionOfAColumnsType() {
        assertThat(plan(TableSelection.include("app.author"))
                        .build()
                        .run()
                        .requireComplete()
                        .rows())
                .isEqualTo(2);

        assertThat(target.query("SELECT name FROM app.author WHERE name = 'b'")).isEqualTo("B");
        assertThat(target.query("INSERT INTO app.author (name) VALUES ('C') RETURNING id"))
                .isEqualTo("3");
    }

    @Test
    void bringsForeignKeysBetweenChosenTables() {
        RestoreReport report = plan(TableSelection.include("book", "author").exclude("app.review"))
                .build()
                .run();

        assertThat(report.skips()).isEmpty();
        assertThat(target.query("SELECT conname FROM pg_constraint WHERE contype = 'f'"))
                .isEqualTo("by");
    }

    @Test
    void aPartitionBringsItsParentsWithoutTheirOtherPartitions() {
        RestoreReport report =
                plan(TableSelection.include("app.event_new_1")).build().run().requireComplete();

        assertThat(report.rows()).isEqualTo(1);
        assertThat(relations()).isEqualTo("event event_at event_new event_new_1 event_new_1_at_idx event_new_at_idx");
    }

    @Test
    void aPartitionedTableBringsItsPartitions() {
        RestoreReport report =
                plan(TableSelection.include("app.event")).build().run().requireComplete();

        assertThat(report.rows()).isEqualTo(2);
        assertThat(target.query("SELECT count(*) FROM app.event")).isEqualTo("2");
    }

    @Test
    @DisplayName("F28 what depends on chosen tables comes on request; what of it needs another table is a named skip")
    void bringsDependentsOnRequest() {
        RestoreReport report = plan(TableSelection.include("app.book").withDependents())
                .build()
                .run();

        assertThat(report.skips())
                .containsExactlyInAnyOrder(
                        new Skip("foreign key app.book by", "it refers to app.author, which the selection leaves out"),
                        new Skip("view app.by_author", "it needs table app.author, which the selection leaves out"));
        assertThat(relations()).isEqualTo("book book_code book_id_seq book_pkey codes counted counted_n numbers");
        assertThat(target.query("SELECT n || ' ' || obj_description('app.codes'::regclass) FROM app.counted"))
                .isEqualTo("2 of books");
    }

    @Test
    void aPatternThatFitsAViewBringsItWithWhatWasChosen() {
        RestoreReport report =
                plan(TableSelection.include("app.book", "app.co*")).build().run();

        assertThat(report.skips()).hasSize(1);
        assertThat(relations()).isEqualTo("book book_code book_id_seq book_pkey codes counted counted_n numbers");
    }

    /** Nor does a stub of a view stay behind, or a view come that has nothing to do with what was chosen. */
    @Test
    void aViewThatNeedsWhatWasNotChosenIsANamedSkip() {
        RestoreReport report = plan(TableSelection.include("app.book", "app.ring", "app.tally"))
                .build()
                .run();

        assertThat(report.skips()).containsExactlyInAnyOrderElementsOf(WITHOUT_AUTHOR);
        assertThat(relations()).isEqualTo("book book_code book_id_seq book_pkey numbers");
    }

    @Test
    void tablesWithoutTheirRowsComeBackEmptyAndAreNamed() {
        Backup withoutAuthors = excluding("author", "app.event");

        RestoreReport report =
                plan(TableSelection.all()).from(withoutAuthors).build().run();

        assertThat(report.withoutRows())
                .containsExactly(
                        new TableName("app", "author"),
                        new TableName("app", "event_new_1"),
                        new TableName("app", "event_old"));
        assertThat(report.tables())
                .extracting(RestoreReport.Table::name)
                .doesNotContainAnyElementsOf(report.withoutRows());
        assertThat(report.skips())
                .containsExactly(
                        new Skip("foreign key app.book by", "it refers to app.author, whose rows are not restored"));
        assertThat(target.query("SELECT count(*) || ' ' || (SELECT count(*) FROM app.book) FROM app.author"))
                .isEqualTo("0 2");
    }

    @Test
    void rowsThatTheBackupLeftOutAreNotTouchedInALiveDatabase() {
        Backup withoutAuthors = excluding("author");
        assertThat(plan(TableSelection.all())
                        .scope(Scope.SCHEMA_ONLY)
                        .build()
                        .run()
                        .withoutRows())
                .isEmpty();
        target.execute("INSERT INTO app.author (name) VALUES ('A'), ('B')");

        RestoreReport report = plan(TableSelection.all())
                .from(withoutAuthors)
                .scope(Scope.DATA_ONLY)
                .build()
                .run();

        assertThat(report.withoutRows()).isEmpty();
        assertThat(target.query("SELECT count(*) FROM app.author")).isEqualTo("2");
    }

    private static Backup excluding(String... patterns) {
        try (TestDatabase full = TestServer.newest().createDatabase()) {
            assertThat(RestorePlan.builder()
                            .from(backup)
                            .strategy(LinesExporter.strategy())
                            .into(PostgresDatabase.of(full.uri()))
                            .build()
                            .run()
                            .skips())
                    .isEmpty();
            return Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(full.uri()))
                    .excludeData(patterns)
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
        }
    }

    @Test
    void everythingButSomeTablesBringsTheRestToo() {
        RestoreReport report =
                plan(TableSelection.all().exclude("app.author")).build().run();

        assertThat(report.skips())
                .contains(new Skip("view app.by_author", "it needs table app.author, which the selection leaves out"))
                .containsAll(WITHOUT_AUTHOR)
                .hasSize(WITHOUT_AUTHOR.size() + 1);
        assertThat(target.query("SELECT app.unused() || ' ' || nextval('app.other')"))
                .isEqualTo("1 7");
        assertThat(target.query("SELECT to_regclass('app.author')")).isNull();
    }

    @Test
    void chosenRowsGoIntoTablesThatExistAndOthersStayAsTheyAre() {
        assertThat(plan(TableSelection.all())
                        .scope(Scope.SCHEMA_ONLY)
                        .build()
                        .run()
                        .skips())
                .isEmpty();

        RestoreReport report = plan(TableSelection.include("app.author"))
                .scope(Scope.DATA_ONLY)
                .build()
                .run();

        assertThat(report.tables()).containsExactly(new RestoreReport.Table(new TableName("app", "author"), 2));
        assertThat(report.sequences()).isEqualTo(1);
        assertThat(report.skips()).isEmpty();
        assertThat(target.query("SELECT count(*) FROM app.book")).isEqualTo("0");
        assertThat(target.query("SELECT nextval('app.numbers')")).isEqualTo("100");
        assertThat(target.query("INSERT INTO app.author (name) VALUES ('C') RETURNING id"))
                .isEqualTo("3");
    }

    @Test
    void schemaOnlyOfAChosenTableHasNoRows() {
        RestoreReport report = plan(TableSelection.include("app.review", "app.book", "app.author"))
                .scope(Scope.SCHEMA_ONLY)
                .build()
                .run();

        assertThat(report.tables()).isEmpty();
        assertThat(target.query("SELECT count(*) FROM app.review")).isEqualTo("0");
        assertThat(target.query("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
                .isEqualTo("2");
    }

    @Test
    void strictForbidsAForeignKeyThatStaysBehind() {
        RestorePlan plan = plan(TableSelection.include("app.book")).strict().build();

        assertThat(assertThrows(dev.coffer.backup.ConflictException.class, plan::run))
                .hasMessage("the restore would leave out: foreign key app.book by: it refers to app.author, which the"
                        + " selection leaves out\n"
                        + "Hint: provide what is missing on the target, or accept it by not calling strict()");
        assertThat(target.query("SELECT to_regnamespace('app')")).isNull();
    }

    @Test
    void aPatternThatFitsNothingIsNamedBeforeTheTargetIsTouched() {
        RestorePlan plan = plan(TableSelection.include("app.bock"))
                .into(PostgresDatabase.of("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2"))
                .build();

        PlanException e = assertThrows(PlanException.class, plan::run);
        assertThat(e.code()).isEqualTo(ErrorCode.PATTERN_MATCHES_NOTHING);
        assertThat(e)
                .hasMessage("no table fits the pattern \"app.bock\" of the selection\n"
                        + "Hint: patterns are compared with names as the catalogue holds them, case included; the backup has"
                        + " app.book, app.alone, app.codes, app.ring, app.event, app.tally, app.author, app.counted, app.review, app.by_author and 3 more;"
                        + " TableSelection.allowNoMatch() lets it pass");
        assertThat(plan(TableSelection.include("app.bock", "app.author").allowNoMatch())
                        .build()
                        .run()
                        .rows())
                .isEqualTo(2);
    }
}
