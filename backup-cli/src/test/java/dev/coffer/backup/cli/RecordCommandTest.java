package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
    private final TestDatabase database = TestServer.newest().createDatabase();
    private final TestTerminal terminal = TestTerminal.of(Map.of("SOURCE", database.uri()));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void fill() {
        file = folder.resolve("fixtures/p53.json");
        database.execute(
                "CREATE TABLE organisms (id int PRIMARY KEY, name text)",
                "CREATE TABLE proteins (id int PRIMARY KEY, name text, organism int REFERENCES organisms, note text,"
                        + " created_at timestamptz DEFAULT now())",
                "INSERT INTO organisms VALUES (9606, 'human'), (10090, 'mouse')",
                "INSERT INTO proteins VALUES (2, 'p53', 9606, 'a'), (1, 'p63', 9606, 'b'), (3, 'trp53', 10090, 'c')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void writesChosenRowsAndTheirParents() throws IOException {
        assertThat(terminal.run(
                        "record",
                        file.toString(),
                        "--source",
                        "env:SOURCE",
                        "--where",
                        "proteins=name LIKE 'p%'",
                        "--without",
                        "note"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out()).isEqualTo("public.organisms: 1 row\npublic.proteins: 2 rows\n" + file + "\n");
        assertThat(terminal.err())
                .isEqualTo("left out, since its default is another at every run: public.proteins.created_at;"
                        + " --changing keeps it\n");
        assertThat(Files.readString(file)).isEqualTo("""
                {
                  "organisms": [
                    {"id": 9606, "name": "human"}
                  ],
                  "proteins": [
                    {"id": 1, "name": "p63", "organism": 9606},
                    {"id": 2, "name": "p53", "organism": 9606}
                  ]
                }
                """);
    }

    @Test
    void keepsWhatChangesAndRowsOfTheLastDaysWhereItIsTold() throws IOException {
        database.execute("UPDATE proteins SET created_at = '2001-02-03 04:05:06+00' WHERE id < 3");

        assertThat(terminal.run(
                        "record",
                        file.toString(),
                        "--source",
                        "env:SOURCE",
                        "--since",
                        "public.proteins.created_at=7d",
                        "--table",
                        "organisms",
                        "--changing"))
                .as(terminal.err())
                .isZero();

        assertThat(Files.readString(file))
                .contains("{\"id\": 10090, \"name\": \"mouse\"}")
                .contains("\"created_at\": \"20")
                .doesNotContain("\"p53\"")
                .doesNotContain("2001-02-03");
    }

    @Test
    void refusesToRecordNothing() {
        assertThat(terminal.run("record", file.toString(), "--source", "env:SOURCE"))
                .isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                coffer: no rows were chosen: --table, --where or --since
                Hint: coffer record --help lists what it takes
                """);
    }

    @Test
    void namesTheTablesWhereThereIsNoneOfThatName() {
        assertThat(terminal.run("record", file.toString(), "--source", "env:SOURCE", "--table", "protein"))
                .isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("""
                coffer: the database has no table protein
                Hint: it has: public.organisms, public.proteins
                """);
        assertThat(file).doesNotExist();
    }
}
