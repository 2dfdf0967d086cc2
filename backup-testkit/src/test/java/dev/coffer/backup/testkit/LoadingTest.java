package dev.coffer.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.csv.CsvTableExporter;
import dev.coffer.backup.json.JsonTableExporter;
import dev.coffer.backup.spi.DatabaseSession;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where rows come from, in which order they are loaded, and where sequences stand afterwards. */
class LoadingTest {
    private TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeEach
    void create() {
        database = Schema.create();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void load(TestDatabase into, Path path, Mode mode, Sequences sequences) {
        Restoration.restore(
                PostgresDatabase.of(into.uri()),
                Fixtures.read(path, path.getFileName().toString()),
                mode,
                sequences);
    }

    private void load(String content) throws IOException {
        load(database, Files.writeString(folder.resolve("f.json"), content), Mode.LOAD, Sequences.AS_SAVED);
    }

    private BackupReport backUp() {
        database.execute(
                "INSERT INTO organisms VALUES (1, 'one')",
                "INSERT INTO proteins (accession, organism_id, mass, extra) VALUES ('A', 1, 1.50, '{\"a\": 1}'), ('', 1, NULL, NULL)",
                "SELECT setval('proteins_id_seq', 40)");
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(JsonTableExporter.create(), CsvTableExporter.create())
                .to(folder)
                .build()
                .run();
    }

    private static String content(TestDatabase database) {
        return database.query(
                "SELECT string_agg(p::text, ';' ORDER BY id) || (SELECT last_value || ' ' || is_called FROM proteins_id_seq)"
                        + " FROM proteins p");
    }

    @Test
    void createsThenLoadsABackupAndWhatLiesInIt() throws IOException {
        BackupReport report = backUp();
        Path alone = Files.copy(report.directory().resolve("complete_backup.json"), folder.resolve("alone.json"));
        Path archive = Backup.open(report.directory()).archiveTo(folder.resolve("backup.tar.gz"));
        for (Path source : new Path[] {report.directory(), alone, archive}) {
            try (TestDatabase target = TestServer.newest().createDatabase()) {
                for (Mode mode : new Mode[] {Mode.AUTO, Mode.AUTO, Mode.LOAD, Mode.CREATE}) {
                    load(target, source, mode, Sequences.AS_SAVED);
                    assertThat(content(target)).isEqualTo(content(database));
                    target.execute("DELETE FROM proteins WHERE accession = 'A'", "SELECT nextval('proteins_id_seq')");
                }
            }
        }
        load(database, report.directory(), Mode.LOAD, Sequences.PAST_LARGEST_KEY);
        assertThat(database.query("SELECT nextval('proteins_id_seq')")).isEqualTo("3");
    }

    @Test
    void createRefusesWhatItHasNotCreated() {
        BackupReport report = backUp();

        assertThatThrownBy(() -> load(database, report.directory(), Mode.CREATE, Sequences.AS_SAVED))
                .hasMessageStartingWith("the target holds");
    }

    @Test
    void loadsAFolderOfExportedCsv() {
        BackupReport report = backUp();
        String before = content(database);
        database.execute("DELETE FROM proteins", "INSERT INTO interactions SELECT id, id FROM proteins");

        load(database, report.directory().resolve("csv_exports"), Mode.LOAD, Sequences.AS_SAVED);

        // A folder of CSV files says nothing of sequences.
        assertThat(content(database)).isEqualTo(before.replaceAll("40 t(rue)?$", "2 true"));
    }

    @Test
    void readsFromInsideAJar() throws IOException {
        BackupReport report = backUp();
        Path jar = folder.resolve("fixtures.jar");
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Files.createDirectories(zip.getPath("/saved/csv_exports"));
            try (var files = Files.walk(report.directory())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, zip.getPath("/saved/" + report.directory().relativize(file)));
                }
            }
        }
        try (TestDatabase target = TestServer.newest().createDatabase();
                var loader = new java.net.URLClassLoader(
                        new java.net.URL[] {jar.toUri().toURL()}, null)) {
            Restoration.restore(
                    PostgresDatabase.of(target.uri()), Fixtures.find("saved", loader), Mode.AUTO, Sequences.AS_SAVED);

            assertThat(content(target)).isEqualTo(content(database));
        }
    }

    @Test
    void loadsCsvWithTheColumnsThatMatter() throws IOException {
        Files.writeString(folder.resolve("organisms.csv"), "id,name\n7,\"a, \"\"b\"\"\"\n");
        Files.writeString(folder.resolve("public.proteins.csv"), "accession,organism_id,status\nA,7,\"\"\nB,7,x\n");
        Files.writeString(folder.resolve("interactions.csv"), "a,b,score\n1,2,\n");

        load(database, folder, Mode.LOAD, Sequences.AS_SAVED);

        assertThat(database.query(
                        "SELECT string_agg(p.id || accession || '[' || status || ']' || name, ' ' ORDER BY p.id)"
                                + " FROM proteins p JOIN organisms o ON o.id = organism_id"))
                .isEqualTo("1A[]a, \"b\" 2B[x]a, \"b\"");
        assertThat(database.query("SELECT score IS NULL FROM interactions")).isEqualTo("t");
    }

    @Test
    void givesKeysThatMeetNoneOfTheFixture() throws IOException {
        load("""
                {"interactions": [], "organisms": [{"id": 1, "name": "x"}], "proteins": [
                  {"accession": "A", "organism_id": 1}, {"id": 1, "accession": "B", "organism_id": 1},
                  {"accession": "C", "organism_id": 1}]}""");

        assertThat(database.query("SELECT string_agg(id || accession, ' ' ORDER BY id) FROM proteins"))
                .isEqualTo("1B 2A 3C");
        assertThat(database.query("SELECT nextval('proteins_id_seq')")).isEqualTo("4");
    }

    @Test
    void setsSequencesWhereTheFixtureSays() throws IOException {
        load("""
                {"interactions": [], "organisms": [], "proteins": [], "$sequences": {"proteins_id_seq": 1000}}""");

        assertThat(database.query("SELECT nextval('proteins_id_seq')")).isEqualTo("1000");
    }

    @Test
    void triggersThatPartitionsHaveFromTheirTableStandStill() throws IOException {
        database.execute(
                "CREATE TABLE part (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE part_1 PARTITION OF part DEFAULT",
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'fired'; END $$",
                "CREATE TRIGGER never BEFORE INSERT OR DELETE ON part FOR EACH ROW EXECUTE FUNCTION no()",
                "ALTER TABLE ONLY part_1 ENABLE ALWAYS TRIGGER never");

        load("""
                {"part": [{"id": 1}]}""");
        load("""
                {"part": [{"id": 2}]}""");

        assertThat(database.query("SELECT string_agg(id::text, ',') FROM part")).isEqualTo("2");
        assertThat(database.query("SELECT string_agg(tgenabled::text, '' ORDER BY tgrelid) FROM pg_trigger"
                        + " WHERE tgname = 'never'"))
                .isEqualTo("OA");
    }

    @Test
    void loadsCirclesAndRowsThatReferToTheirOwnTable() throws IOException {
        loadsCircles(PostgresDatabase.of(database.uri()));
    }

    @Test
    void anOwnerWhoIsNoSuperuserLoadsThemToo() throws IOException {
        String role = "owner_of_" + database.name();
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "GRANT CREATE ON SCHEMA public TO " + role,
                "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO " + role);
        try {
            loadsCircles(PostgresDatabase.of(database.uri(role, "secret")));
        } finally {
            database.execute("DROP OWNED BY " + role + " CASCADE", "DROP ROLE " + role);
        }
    }

    private void loadsCircles(PostgresDatabase target) throws IOException {
        execute(
                target,
                "CREATE TABLE person (id int PRIMARY KEY, boss int REFERENCES person, team int)",
                "CREATE TABLE team (id int PRIMARY KEY, leader int NOT NULL REFERENCES person)",
                "ALTER TABLE person ADD FOREIGN KEY (team) REFERENCES team",
                "CREATE TABLE badge (person int REFERENCES person)",
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'fired'; END $$",
                "CREATE TRIGGER never BEFORE INSERT OR DELETE ON person FOR EACH ROW EXECUTE FUNCTION no()");
        String constraints =
                "SELECT string_agg(conname || condeferrable || condeferred, ' ' ORDER BY oid) FROM pg_constraint"
                        + " WHERE contype = 'f'";
        String before = database.query(constraints);
        for (int i = 0; i < 3; i++) {
            load(target, """
                    {"badge": [{"person": 1}], "person": [{"id": 1, "boss": 2, "team": 5}, {"id": 2, "boss": null, "team": 5}],
                     "team": [{"id": 5, "leader": 1}]}""");
            assertThat(database.query("SELECT count(*) FROM person JOIN team ON team.id = team"))
                    .isEqualTo("2");
        }
        assertThat(database.query(constraints)).isEqualTo(before);
        assertThat(database.query("SELECT tgenabled FROM pg_trigger WHERE tgname = 'never'"))
                .isEqualTo("O");
        assertThatThrownBy(() -> load(target, """
                {"badge": [], "person": [{"id": 1, "team": 5}],
                 "team": [{"id": 5, "leader": 3}]}""")).hasMessage("""
                the row refers to none: leader must be that of a row of public.person (id) (table public.team, row 1, column leader, file f.json, line 2)
                Hint: add that row of public.person to the fixture, or let leader name another""");
        assertThat(database.query(constraints)).isEqualTo(before);
        assertThat(database.query("SELECT count(*) FROM badge")).isEqualTo("1");
    }

    private static void execute(PostgresDatabase target, String... statements) {
        try (DatabaseSession session = target.openSession()) {
            session.execute(String.join(";\n", statements));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void load(PostgresDatabase target, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("f.json"), content);
        Restoration.restore(target, Fixtures.read(file, "f.json"), Mode.LOAD, Sequences.AS_SAVED);
    }

    @Test
    void seesThatTheSchemaHasChangedInBetween() throws IOException {
        load("{\"interactions\": [], \"proteins\": [], \"organisms\": [{\"id\": 1, \"name\": \"a\"}]}");
        database.execute(
                "ALTER TABLE organisms ADD rank int NOT NULL DEFAULT 3",
                "CREATE TABLE strains (organism int REFERENCES organisms ON DELETE CASCADE)",
                "INSERT INTO strains VALUES (1)");

        assertThatThrownBy(() ->
                        load("{\"interactions\": [], \"proteins\": [], \"organisms\": [{\"id\": 1, \"name\": \"a\"}]}"))
                .hasMessageContaining("a table outside the fixture holds rows and refers to public.organisms");
        assertThat(database.query("SELECT count(*) FROM strains")).isEqualTo("1");
    }

    @Test
    void loadsPartitions() throws IOException {
        database.execute(
                "CREATE TABLE m (day date PRIMARY KEY, v int) PARTITION BY RANGE (day)",
                "CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");
        for (int i = 0; i < 2; i++) {
            load("{\"m\": [{\"day\": \"2026-02-03\", \"v\": 1}, {\"day\": \"2026-01-03\", \"v\": 2}]}");
            assertThat(database.query("SELECT count(*) FROM m1")).isEqualTo("1");
        }
        load("{\"m1\": []}");
        assertThat(database.query("SELECT v FROM m")).isEqualTo("1");
    }
}
