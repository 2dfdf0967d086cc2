package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.ConflictException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.internal.catalogue.Catalogue;
import dev.coffer.backup.internal.catalogue.CatalogueDocument;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.spi.TableData;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @TempDir
    Path folder;

    private final TestDatabase database = TestServer.newest().createDatabase();
    private final MemoryExporter memory = MemoryExporter.create();

    @BeforeEach
    void fill() {
        database.execute(
                "CREATE SCHEMA audit",
                "CREATE TYPE mood AS ENUM ('sad')",
                "CREATE TABLE parents (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, m mood)",
                "CREATE TABLE children (id serial PRIMARY KEY, parent int REFERENCES parents, at timestamptz DEFAULT now())",
                "CREATE INDEX ON children (parent)",
                "CREATE TABLE \"Mixed Case\" (a int)",
                "CREATE TABLE audit.children (id int)",
                "CREATE VIEW seen AS SELECT * FROM parents",
                "CREATE TABLE events (id int, at date) PARTITION BY RANGE (at)",
                "CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
                "CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)",
                "INSERT INTO parents (m) VALUES ('sad')",
                "INSERT INTO children (parent, at) VALUES (1, now()), (1, now() - interval '10 days')",
                "INSERT INTO events VALUES (1, '2019-01-01'), (2, '2021-01-01')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Runs run() {
        return Runs.of(database, folder).to(memory);
    }

    @Test
    void patternsChooseTables() {
        run().tables(TableSelection.include("children")).run();
        assertThat(memory.names()).containsExactlyInAnyOrder("public.children", "audit.children");
        run().tables(TableSelection.include("public.*").exclude("events*", "*.c?ildren"))
                .run();
        assertThat(memory.names()).containsExactlyInAnyOrder("public.parents", "public.Mixed Case");
        run().tables(TableSelection.include("events")).run();
        assertThat(memory.names()).containsExactlyInAnyOrder("public.events_old", "public.events_new");
    }

    @Test
    void aPatternThatFitsNothingIsNamed() {
        assertThatThrownBy(() -> run().tables(TableSelection.include("public.*", "mixed*"))
                        .run())
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "no table fits the pattern \"mixed*\" of the selection\n"
                                + "Hint: patterns are compared with names as the catalogue holds them, case included; the database has"
                                + " audit.children, public.Mixed Case, public.children, public.events, public.events_new,"
                                + " public.events_old, public.parents, public.seen; TableSelection.allowNoMatch() lets it pass");
        assertThatThrownBy(() ->
                        run().tables(TableSelection.all().exclude("nothing")).run())
                .hasMessageStartingWith("no table fits the pattern \"nothing\" of the selection\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatChosenTablesNeedStaysAndTheRestGoes() throws Exception {
        BackupReport report =
                run().tables(TableSelection.include("public.children")).run();
        Catalogue catalogue = catalogue(report);
        List<String> ids = catalogue.entries().stream().map(SchemaEntry::id).toList();
        assertThat(ids)
                .contains(
                        "table public.children",
                        "sequence public.children_id_seq",
                        "primary key public.children children_pkey")
                .doesNotContain("table public.parents", "view public.seen", "table audit.children");
        assertThat(catalogue.sequences()).extracting(s -> s.name().name()).containsExactly("children_id_seq");
        assertThat(catalogue.tables()).extracting(t -> t.name().toString()).containsExactly("public.children");
        assertThat(report.skips())
                .contains(
                        new Skip(
                                "foreign key public.children children_parent_fkey",
                                "it refers to public.parents, which the selection leaves out"),
                        new Skip("view public.seen", "it needs table public.parents, which the selection leaves out"));
    }

    @Test
    void aPartitionBringsTheStructureOfItsParent() throws Exception {
        BackupReport report = run().tables(TableSelection.include("events_old")).run();
        List<String> ids =
                catalogue(report).entries().stream().map(SchemaEntry::id).toList();
        assertThat(ids)
                .contains("table public.events", "table public.events_old")
                .doesNotContain("table public.events_new");
    }

    @Test
    void excludedDataLeavesTheStructureAndIsSaidEverywhere() throws Exception {
        database.execute("CREATE INDEX ON events (id)");
        BackupReport report = run().excludeData("audit.*", "events")
                .where("children", Condition.unsafeSql("true"))
                .run();

        List<TableName> left = List.of(
                new TableName("audit", "children"),
                new TableName("public", "events_new"),
                new TableName("public", "events_old"));
        assertThat(report.withoutRows()).isEqualTo(left);
        assertThat(report.skips()).isEmpty();
        assertThat(memory.names()).containsExactlyInAnyOrder("public.children", "public.parents", "public.Mixed Case");
        assertThat(catalogue(report).withoutRows()).isEqualTo(left);
        assertThat(catalogue(report).entries())
                .extracting(SchemaEntry::id)
                .contains("table audit.children", "table public.events_old", "index public.events_old_id_idx");
        Manifest manifest = BackupFiles.open(report.directory()).manifest();
        assertThat(manifest.settings())
                .containsEntry("rows of audit.children", "left out")
                .containsEntry("rows of public.events_new", "left out");
        assertThat(manifest.tables()).extracting(Manifest.Table::name).doesNotContainAnyElementsOf(left);
        assertThat(Files.readString(report.directory().resolve("BACKUP_INFO.txt")))
                .contains("            public.events_old with its structure alone: its rows were left out\n");
    }

    @Test
    void excludedDataThatFitsNoChosenTableIsNamed() {
        assertThatThrownBy(() -> run().tables(TableSelection.include("public.*").exclude("events"))
                        .excludeData("events")
                        .run())
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "no table fits the pattern \"events\" of excludeData\n"
                                + "Hint: patterns are compared with names as the catalogue holds them, case included; the plan has"
                                + " public.Mixed Case, public.children, public.parents; TableSelection.allowNoMatch() lets it pass");
        BackupReport report = run().tables(TableSelection.all().allowNoMatch())
                .excludeData("no_such_table")
                .run();
        assertThat(report.withoutRows()).isEmpty();
    }

    @Test
    void rowsThatAreNotReadNeedNoRightToReadThem() {
        String role = "half_seer_" + ProcessHandle.current().pid();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'pw'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role,
                "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO " + role);
        try {
            BackupReport report = run().source(ConnectionSource.ofUrl(database.uri(role, "pw")))
                    .excludeData("audit.children")
                    .run();
            assertThat(report.withoutRows()).containsExactly(new TableName("audit", "children"));
        } finally {
            database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @Test
    void ofManyTablesTheNearestAreNamed() {
        database.execute("DO $$ BEGIN FOR i IN 1..20 LOOP EXECUTE format('CREATE TABLE t_%s ()', i); END LOOP; END $$");
        assertThatThrownBy(() -> run().tables(TableSelection.include("parnets")).run())
                .hasMessageContaining("; the database has public.parents, ")
                .hasMessageEndingWith(" and 18 more; TableSelection.allowNoMatch() lets it pass");
    }

    @Test
    void strictForbidsSkips() {
        assertThatThrownBy(() -> run().tables(TableSelection.include("public.children"))
                        .strict()
                        .run())
                .isInstanceOf(ConflictException.class)
                .hasMessageStartingWith("the plan is strict, and the backup would lack: ")
                .hasMessageContaining("foreign key public.children children_parent_fkey");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void conditionsRestrictRows() {
        BackupReport report = run().where("public.children", Condition.since("at", Duration.ofDays(7)))
                .where("events", Condition.unsafeSql("id = 2 -- the second"))
                .where("parents", Condition.equalTo("m", "sad"))
                .run();
        assertThat(memory.text("public", "children").lines()).hasSize(1);
        assertThat(memory.text("public", "events_old")).isEmpty();
        assertThat(memory.text("public", "events_new")).isEqualTo("2\t2021-01-01\n");
        assertThat(memory.text("public", "parents")).isEqualTo("1\tsad\n");
        Manifest manifest = BackupFiles.open(report.directory()).manifest();
        assertThat(manifest.tables().stream().filter(Manifest.Table::partial))
                .extracting(t -> t.name().name())
                .containsExactlyInAnyOrder("children", "events_old", "events_new", "parents");
        assertThat(manifest.settings())
                .containsEntry("condition public.children", "since at PT168H")
                .containsEntry("condition public.parents", "equalTo m")
                .containsEntry("condition public.events_new", "unsafeSql");
    }

    @Test
    @DisplayName("F43 a value stays a value and a name a name, whatever characters they hold")
    void valuesAndNamesCannotBecomeSql() {
        database.execute(
                "CREATE TABLE \"Robert'); --\" (\"a\"\" OR true --\" text)",
                "INSERT INTO \"Robert'); --\" VALUES ('x'' OR ''1''=''1'), ('back\\slash'), ('x')");
        TableSelection one = TableSelection.include("Robert'); --");
        run().tables(one)
                .where("public.Robert'); --", Condition.equalTo("a\" OR true --", "x' OR '1'='1"))
                .run();
        assertThat(memory.text("public", "Robert'); --")).isEqualTo("x' OR '1'='1\n");
        run().tables(one)
                .where("Robert'); --", Condition.equalTo("a\" OR true --", "back\\slash"))
                .run();
        assertThat(memory.text("public", "Robert'); --")).isEqualTo("back\\\\slash\n");
        run().tables(one)
                .where("Robert'); --", Condition.equalTo("a\" OR true --", "' OR true OR '' = '"))
                .run();
        assertThat(memory.text("public", "Robert'); --")).isEmpty();

        assertThatThrownBy(() -> run().where("parents", Condition.equalTo("m\" = 'sad' OR true OR \"m", "sad"))
                        .run())
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "a condition names a column that the table does not have (table public.parents, column m\" ="
                                + " 'sad' OR true OR \"m)\n"
                                + "Hint: its stored columns are id, m; a generated one can be used with unsafeSql(…)");
        assertThatThrownBy(() -> run().where("parents WHERE true --", Condition.unsafeSql("true"))
                        .run())
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith(
                        "the plan has a condition for \"parents WHERE true --\", which it has no table for");
    }

    @Test
    @DisplayName("F43 a raw condition cannot write")
    void aRawConditionCannotWrite() {
        database.execute(
                "CREATE TABLE written (a int)",
                "CREATE FUNCTION public.write() RETURNS boolean LANGUAGE sql AS"
                        + " $$ INSERT INTO public.written VALUES (1) RETURNING true $$",
                "CREATE FUNCTION public.open_up() RETURNS boolean LANGUAGE plpgsql AS"
                        + " $$ BEGIN SET transaction_read_only = off; INSERT INTO public.written VALUES (1); RETURN true; END $$");
        List<String> conditions = new ArrayList<>(List.of(
                "public.write()",
                "public.open_up()",
                "id = (SELECT pg_catalog.setval('public.children_id_seq', 99))",
                "pg_catalog.query_to_xml('INSERT INTO public.written VALUES (1)', false, false, '') IS NULL"));
        if (database.server().major() >= 16) {
            // Older servers let a read-only transaction make large objects: see the next test.
            conditions.add("pg_catalog.lo_create(4711) > 0");
        }
        for (String condition : conditions) {
            assertThatThrownBy(() -> run().where("parents", Condition.unsafeSql(condition))
                            .run())
                    .as(condition)
                    .isInstanceOf(DatabaseException.class);
        }
        assertThat(database.query("SELECT count(*) FROM written")).isEqualTo("0");
        assertThat(database.query("SELECT count(*) FROM pg_largeobject_metadata"))
                .isEqualTo("0");
        assertThat(database.query("SELECT last_value FROM children_id_seq")).isEqualTo("2");
        assertThat(folder).isEmptyDirectory();
    }

    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("F43 what a server lets a raw condition make is rolled back")
    void whatARawConditionMakesDoesNotStay(int connections) {
        try (TestDatabase old = TestServer.version(15).createDatabase()) {
            old.execute(
                    "CREATE TABLE a AS SELECT 1 AS id",
                    "CREATE TABLE b AS SELECT 1 AS id",
                    "CREATE TABLE c AS SELECT 1 AS id");
            Condition makes = Condition.unsafeSql("pg_catalog.lo_create(0) > 0");
            assertThat(Runs.of(old, folder)
                            .connections(connections)
                            .tuning(Tuning.DEFAULT.withBatches(0, 1))
                            .where("a", makes)
                            .where("b", makes)
                            .where("c", makes)
                            .run()
                            .rows())
                    .isEqualTo(3);
            assertThat(old.query("SELECT count(*) FROM pg_largeobject_metadata"))
                    .isEqualTo("0");
        }
    }

    @Test
    void conditionsThatCannotBeServedAreRefusedBeforeTheFirstByte() {
        assertThatThrownBy(() ->
                        run().where("children", Condition.unsafeSql("true")).run())
                .isInstanceOf(PlanException.class)
                .hasMessage("\"children\" fits several tables: audit.children, public.children\n"
                        + "Hint: name the table with its schema");
        assertThatThrownBy(
                        () -> run().where("child", Condition.unsafeSql("true")).run())
                .hasMessageStartingWith(
                        "the plan has a condition for \"child\", which it has no table for\nHint: name a table");
        assertThatThrownBy(() ->
                        run().where("parents", Condition.equalTo("M", "sad")).run())
                .hasMessage("a condition names a column that the table does not have (table public.parents, column M)\n"
                        + "Hint: its stored columns are id, m; a generated one can be used with unsafeSql(…)");
        assertThatThrownBy(() -> run().where("parents", Condition.equalTo("m", "secret value"))
                        .run())
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("trying the condition of the plan: ")
                .hasMessageContaining("(table public.parents)")
                .hasMessageNotContaining("secret value");
        assertThatThrownBy(() -> run().where("parents", Condition.since("m", Duration.ofDays(1)))
                        .run())
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("(table public.parents)");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisplayName("F20 rows that row security would hide are an error")
    void rowsThatWouldBeHiddenAreAnError() {
        String role = "seer_" + ProcessHandle.current().pid();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'pw'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role,
                "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO " + role,
                "ALTER TABLE children ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY first ON children USING (id = 1)");
        ConnectionSource source = ConnectionSource.ofUrl(database.uri(role, "pw"));
        try {
            assertThatThrownBy(() -> run().source(source)
                            .tables(TableSelection.include("public.*"))
                            .run())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("row security would hide rows from the role \"" + role
                            + "\" of a table (table public.children)\n"
                            + "Hint: use a role with BYPASSRLS, or the owner of tables without FORCE ROW LEVEL SECURITY; or"
                            + " leave these tables out with TableSelection.exclude(…)");
            assertThatThrownBy(() -> run().source(source).run())
                    .hasMessage(
                            "the role \"" + role + "\" may not read a table (table audit.children)\n"
                                    + "Hint: as the owner: GRANT USAGE ON SCHEMA … and GRANT SELECT ON … TO the role, or the"
                                    + " membership in pg_read_all_data; or leave these tables out with TableSelection.exclude(…)");
            assertThat(folder).isEmptyDirectory();
            run().source(source)
                    .tables(TableSelection.include("public.*").exclude("children"))
                    .run();
            assertThat(memory.text("public", "events_new")).isEqualTo("2\t2021-01-01\n");
        } finally {
            database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @Test
    @DisplayName("F23 a database without an encoding is refused")
    void aDatabaseWithoutAnEncodingIsRefused() {
        try (TestDatabase ascii = TestServer.newest().createDatabase("ENCODING 'SQL_ASCII' TEMPLATE template0")) {
            assertThatThrownBy(() -> Runs.of(ascii, folder).run())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageStartingWith(
                            "the database has the encoding SQL_ASCII, in which the server does not know what"
                                    + " characters its bytes are\nHint: ");
        }
    }

    @Test
    @DisplayName("F23 values of another encoding arrive in UTF-8")
    void valuesOfAnotherEncodingArriveInUtf8() {
        try (TestDatabase latin = TestServer.newest().createDatabase("ENCODING 'LATIN1' TEMPLATE template0")) {
            latin.execute("CREATE TABLE t (a text)", "INSERT INTO t VALUES ('größe')");
            Runs.of(latin, folder).to(memory).run();
            assertThat(memory.text("public", "t")).isEqualTo("größe\n");
        }
    }

    @Test
    void largeObjectsTravelInPieces() {
        database.execute(
                "SELECT lo_from_bytea(5001, decode(repeat('00ff', 200000), 'hex'))",
                "SELECT lo_from_bytea(5000, '')",
                "SELECT lo_put(lo_create(5002), 700000, '\\x01')");
        BackupReport report = run().run();
        List<String> lines = memory.text("pg_catalog", "large_objects").lines().toList();
        assertThat(lines.stream().map(line -> line.substring(0, line.lastIndexOf('\t'))))
                .containsExactly("5000\t0", "5001\t0", "5001\t262144", "5002\t0", "5002\t262144", "5002\t524288");
        assertThat(lines.get(0)).endsWith("\t\\\\x");
        assertThat(lines.get(2)).endsWith("00ff").hasSize("5001\t262144\t\\\\x".length() + 2 * (400000 - 262144));
        assertThat(lines.get(5)).endsWith("0001");
        List<Manifest.Table> tables =
                BackupFiles.open(report.directory()).manifest().tables();
        assertThat(tables.get(tables.size() - 1).rows()).isEqualTo(6);
        assertThat(report.tables()).extracting(BackupReport.Table::name).doesNotContain(TableData.LARGE_OBJECTS_NAME);
        assertThat(run().tables(TableSelection.include("parents")).run().skips())
                .contains(new Skip(
                        "3 large objects",
                        "the selection names tables, and which of them refer to large objects is not known"));
    }

    private static Catalogue catalogue(BackupReport report) throws Exception {
        return CatalogueDocument.parse(Files.readAllBytes(report.directory().resolve("schema.json")), "schema.json");
    }
}
