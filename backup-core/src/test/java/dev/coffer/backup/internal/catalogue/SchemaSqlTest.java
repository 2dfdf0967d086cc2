package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaSqlTest {
    private static final String[] TABLES = {
        "CREATE TABLE film (id serial PRIMARY KEY, title text NOT NULL UNIQUE)",
        "CREATE TABLE \"Copy\" (film int REFERENCES film, place int, PRIMARY KEY (place, film))"
    };

    @Test
    void sameDatabaseGivesSameBytesWhateverTheOrderOfCreation() throws IOException {
        try (TestDatabase first = TestServer.newest().createDatabase();
                TestDatabase second = TestServer.newest().createDatabase()) {
            first.execute("CREATE TABLE a (x int)", "CREATE TABLE b (x int)", "CREATE VIEW v AS SELECT a.x FROM a, b");
            second.execute(
                    "CREATE TABLE junk ()",
                    "CREATE TABLE b (x int)",
                    "CREATE TABLE a (x int)",
                    "DROP TABLE junk",
                    "CREATE VIEW v AS SELECT a.x FROM a, b");
            assertThat(schemaSql(second)).isEqualTo(schemaSql(first));
        }
    }

    @Test
    void changedColumnIsOneChangedLine() throws IOException {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(TABLES);
            List<String> before = schemaSql(database).lines().toList();
            database.execute("ALTER TABLE film ALTER title TYPE text COLLATE \"C\"");
            List<String> after = schemaSql(database).lines().toList();
            assertThat(after).hasSameSizeAs(before);
            assertThat(after.stream().filter(line -> !before.contains(line)))
                    .containsExactly("    \"title\" text COLLATE pg_catalog.\"C\" NOT NULL");
        }
    }

    @Test
    void writesSequencesAfterTheRows() throws IOException {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute("CREATE SEQUENCE \"it's\"");
            Catalogue read = Catalogues.read(database).catalogue();
            Catalogue catalogue = new Catalogue(
                    read.server(),
                    read.tables(),
                    read.entries(),
                    List.of(new SequenceState(new TableName("public", "it's"), 7, true)),
                    0,
                    List.of(),
                    List.of());
            ByteArrayOutputStream post = new ByteArrayOutputStream();
            SchemaSql.writePostData(catalogue, post);
            assertThat(post.toString(UTF_8))
                    .isEqualTo("SELECT pg_catalog.setval('\"public\".\"it''s\"'::pg_catalog.regclass, 7, true);\n");
            database.execute(post.toString(UTF_8));
            assertThat(database.query("SELECT nextval('\"it''s\"')")).isEqualTo("8");
        }
    }

    @Test
    void simplifiedSchemaReadsLikeTables() throws IOException {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(TABLES);
            ByteArrayOutputStream simplified = new ByteArrayOutputStream();
            SimplifiedSchema.write(Catalogues.read(database).catalogue(), simplified);
            assertThat(simplified.toString(UTF_8)).isEqualTo("""
                            -- For reading: tables with columns, keys and references. To create them use schema.sql.

                            CREATE TABLE public.film (
                                id integer,
                                title text,
                                PRIMARY KEY (id),
                                UNIQUE (title)
                            );

                            CREATE TABLE public."Copy" (
                                film integer,
                                place integer,
                                PRIMARY KEY (place, film),
                                FOREIGN KEY (film) REFERENCES public.film(id)
                            );
                            """);
        }
    }

    private static String schemaSql(TestDatabase database) throws IOException {
        ByteArrayOutputStream sql = new ByteArrayOutputStream();
        SchemaSql.write(Catalogues.read(database).catalogue(), sql);
        return sql.toString(UTF_8);
    }
}
