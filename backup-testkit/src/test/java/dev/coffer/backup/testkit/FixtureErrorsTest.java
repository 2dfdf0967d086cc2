package dev.coffer.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a fixture is told with its place, and the database stays as it was, sequences included. */
class FixtureErrorsTest {
    private TestDatabase database;

    @TempDir
    private Path folder;

    /** Where the fixtures are loaded. */
    TestServer server() {
        return TestServer.newest();
    }

    @BeforeEach
    void create() {
        database = Schema.create(server());
        database.execute(
                "INSERT INTO organisms VALUES (1, 'kept')",
                "INSERT INTO proteins (accession, organism_id) VALUES ('K1', 1), ('K2', 1)",
                "INSERT INTO interactions VALUES (1, 2, 0.5)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private BackupException load(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        String before = Schema.state(database);
        BackupException failure = assertThrows(
                BackupException.class,
                () -> Restoration.restore(
                        PostgresDatabase.of(database.uri()),
                        Fixtures.read(path.getFileName().toString().equals("rows.csv") ? path.getParent() : path, file),
                        Mode.LOAD,
                        Sequences.AS_SAVED));
        assertThat(Schema.state(database)).isEqualTo(before);
        return failure;
    }

    private static String fixture(String proteins) {
        return """
                {
                  "organisms": [{"id": 9606, "name": "Homo sapiens"}],
                  "interactions": [],
                  "proteins": [
                    {"accession": "A1", "organism_id": 9606},
                    %s
                  ]
                }
                """.formatted(proteins);
    }

    @Test
    void unknownTable() throws IOException {
        assertThat(load("f.json", "{\n  \"organisms\": [],\n  \"protein\": [\n  ]\n}"))
                .hasMessage("""
                the target has no table protein (file f.json, line 3)
                Hint: it has: public.interactions, public.organisms, public.proteins""");
    }

    @Test
    void unknownColumn() throws IOException {
        assertThat(load("f.json", fixture("{\"accession\": \"A2\", \"organism_id\": 9606,\n      \"weight\": 1}")))
                .hasMessage("""
                        the table has no column of this name (table public.proteins, row 2, column weight, file f.json, line 7)
                        Hint: its columns are: id, accession, organism_id, mass, status, tags, extra, created_at, label""");
    }

    @Test
    void generatedColumn() throws IOException {
        assertThat(load("f.json", fixture("{\"accession\": \"A2\", \"organism_id\": 9606, \"label\": \"x\"}")))
                .hasMessage("""
                        the column is generated: the server alone gives it values (table public.proteins, row 2, column label, file f.json, line 6)
                        Hint: leave the column out of the fixture""");
    }

    @Test
    void wrongType() throws IOException {
        BackupException failure = load(
                "f.json", fixture("{\"accession\": \"A2\",\n      \"mass\": \"heavy\",\n      \"organism_id\": 9606}"));

        assertThat(failure).hasMessage("""
                the value is not of type numeric(10,2) (table public.proteins, row 2, column mass, file f.json, line 7)
                Hint: write it as PostgreSQL reads numeric(10,2)""");
        assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(failure.getCause()).hasMessageNotContaining("heavy");
    }

    @Test
    void tooLongAndTooLarge() throws IOException {
        assertThat(load("f.json", fixture("{\"accession\": \"A23456789012\", \"organism_id\": 9606}")))
                .hasMessage("""
                        the value is not of type character varying(10) (table public.proteins, row 2, column accession, file f.json, line 6)
                        Hint: write it as PostgreSQL reads character varying(10)""");
        assertThat(load("f.json", fixture("{\"accession\": \"A2\", \"organism_id\": 9606000000000}")))
                .hasMessage("""
                        the value is not of type integer (table public.proteins, row 2, column organism_id, file f.json, line 6)
                        Hint: write it as PostgreSQL reads integer""");
    }

    @Test
    void wrongForm() throws IOException {
        assertThat(load("f.json", fixture("{\"accession\": {\"a\": 1}, \"organism_id\": 9606}")))
                .hasMessage("""
                        the column is of type character varying(10), and the fixture has a JSON object (table public.proteins, row 2, column accession, file f.json, line 6)
                        Hint: write the value as a text that PostgreSQL reads as character varying(10)""");
    }

    @Test
    void duplicateKey() throws IOException {
        assertThat(load("f.json", fixture("{\"accession\": \"A1\", \"organism_id\": 9606}")))
                .hasMessage("""
                        the row has the key of another one: proteins_accession_key (accession) is unique (table public.proteins, row 2, column accession, file f.json, line 6)
                        Hint: the other one is at line 5""");
    }

    @Test
    void brokenReference() throws IOException {
        assertThat(load("f.json", fixture("{\"accession\": \"A2\",\n      \"organism_id\": 9607}")))
                .hasMessage("""
                        the row refers to none: organism_id must be that of a row of public.organisms (id) (table public.proteins, row 2, column organism_id, file f.json, line 7)
                        Hint: add that row of public.organisms to the fixture, or let organism_id name another""");
    }

    @Test
    void missingValueAndNull() throws IOException {
        assertThat(load("f.json", fixture("{\"organism_id\": 9606}"))).hasMessage("""
                the column must have a value: it is NOT NULL and has no default (table public.proteins, row 2, column accession, file f.json, line 6)
                Hint: give it a character varying(10)""");
        assertThat(load("f.json", fixture("{\"accession\": \"A2\", \"organism_id\": 9606, \"status\": null}")))
                .hasMessage("""
                        the column must have a value: it is NOT NULL (table public.proteins, row 2, column status, file f.json, line 6)
                        Hint: give it a text""");
    }

    @Test
    void violatedCheck() throws IOException {
        assertThat(load("f.json", fixture("{\"accession\": \"A2\", \"organism_id\": 9606, \"mass\": -1}")))
                .hasMessage("""
                        the row violates the check proteins_mass_check (table public.proteins, row 2, file f.json, line 6)
                        Hint: it must hold: CHECK ((mass > (0)::numeric))""");
    }

    @Test
    void malformedJson() throws IOException {
        assertThat(load("f.json", "{\n  \"organisms\": [\n    {\"id\": 1 \"name\": \"x\"}\n  ]\n}"))
                .hasMessage("""
                the file is not valid JSON (file f.json, line 3)
                Hint: a comma, a quote or a bracket is missing, or one too many, in this line or before it""");
        assertThat(load("f.json", "{\"organisms\": [\n    {\"id\": 1, \"id\": 2}\n  ]\n}"))
                .hasMessage("""
                a name stands twice in one JSON object (file f.json, line 2)
                Hint: give each table once, and each column once in a row""");
        assertThat(load("f.json", "{\"organisms\": [\n    [1]\n  ]\n}")).hasMessage("""
                the fixture should have a row: an object with a value for each column here (file f.json, line 2)
                Hint: a fixture looks like {"proteins": [{"id": 1, "name": "p53"}]}""");
        assertThat(load("f.json", "{\"organisms\": [\n    {\"id\": 1}")).hasMessage("""
                the file is not valid JSON (file f.json, line 2)
                Hint: a comma, a quote or a bracket is missing, or one too many, in this line or before it""");
    }

    @Test
    void malformedCsv() throws IOException {
        assertThat(load("organisms.csv", "id,name\n1,a\n2,b,c\n")).hasMessage("""
                the row has 3 fields, the header names 2 columns (row 2, file organisms.csv, line 3)
                Hint: give each column a field; nothing between two commas is NULL""");
        assertThat(load("organisms.csv", "id,name\n1,\"a\n")).hasMessage("""
                the file is not valid CSV (file organisms.csv, line 2)
                Hint: a quoted field must end, and be followed by a comma or the end of the line""");
        assertThat(load("organisms.csv", "id,id\n")).hasMessage("""
                the header has a column without a name, or one twice (file organisms.csv, line 1)
                Hint: name each column once, separated by commas""");
    }

    @Test
    void rowsOfCsvHaveTheirLines() throws IOException {
        database.execute("TRUNCATE organisms, proteins, interactions");
        assertThat(load("organisms.csv", "id,name\n1,\"two\nlines\"\n\nx,b\n")).hasMessage("""
                the value is not of type integer (table public.organisms, row 2, column id, file organisms.csv, line 5)
                Hint: write it as PostgreSQL reads integer""");
    }

    @Test
    void missingFile() {
        BackupException failure = assertThrows(
                BackupException.class,
                () -> Fixtures.find("fixtures/none.json", getClass().getClassLoader()));

        assertThat(failure).hasMessage("""
                there is no fixture fixtures/none.json, neither on the class path nor in the file system (file fixtures/none.json)
                Hint: give its path below src/test/resources, or its path in the file system; a folder of a jar must be an entry of it""");
    }

    @Test
    void rowsOutsideThatWouldLoseTheirParents() throws IOException {
        assertThat(load("f.json", "{\"organisms\": [], \"proteins\": []}")).hasMessage("""
                a table outside the fixture holds rows and refers to public.proteins, which is to be emptied (table public.interactions, file f.json)
                Hint: let the fixture empty it too, with "interactions": [] or a CSV file that has nothing but its header""");
    }
}
