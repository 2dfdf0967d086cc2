package dev.coffer.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References are checked whoever loads: all at once for a superuser, by the server row by row for others and where one query cannot tell. */
class ReferenceCheckTest {
    /** A check by the server locks the row that is referred to; the query leaves no mark. */
    private static final String MARKED = "SELECT count(*) FILTER (WHERE xmax::text <> '0') > 0 FROM parent";

    private static final String ROWS = """
            {"child": [{"id": 1, "a": 1, "b": 2}, {"id": 2, "a": 1}, {"id": 3}], "parent": [{"a": 1, "b": 2}]}""";

    private static final String BROKEN = """
            {"child": [
              {"id": 1, "a": 1, "b": 2},
              {"id": 2, "a": 1, "b": 3}],
             "parent": [{"a": 1, "b": 2}]}""";

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestServer.newest().createDatabase();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void tables(String type, String parent, String reference) {
        database.execute(
                "CREATE TABLE parent (a " + type + ", b " + type + ", PRIMARY KEY (a, b))" + parent,
                "CREATE TABLE child (id int PRIMARY KEY, a " + type + ", b " + type
                        + ", CONSTRAINT refers FOREIGN KEY (a, b)" + " REFERENCES parent " + reference + ")");
    }

    private Fixture fixture(String content) throws IOException {
        return Fixtures.read(Files.writeString(folder.resolve("rows.json"), content), "rows.json");
    }

    private void load(String uri, String content) throws IOException {
        Restoration.restore(PostgresDatabase.of(uri), fixture(content), Mode.LOAD, Sequences.AS_SAVED);
    }

    private void refuses(String uri) {
        String before = rows();
        assertThatThrownBy(() -> load(uri, BROKEN))
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_REFUSED))
                .hasMessage(
                        "the row refers to none: a, b must be that of a row of public.parent (a, b) (table public.child,"
                                + " row 2, column a, b, file rows.json, line 3)\n"
                                + "Hint: add that row of public.parent to the fixture, or let a, b name another");
        assertThat(rows()).isEqualTo(before);
    }

    private String rows() {
        return database.query("SELECT (SELECT string_agg(c::text, ';' ORDER BY id) FROM child c) || ' of '"
                + " || (SELECT string_agg(p::text, ';' ORDER BY a, b) FROM parent p)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int", "varchar(5)", "text", "numeric(4)"})
    void aSuperuserHasThemCheckedAtOnce(String type) throws IOException {
        tables(type, "", "ON DELETE CASCADE");
        load(database.uri(), ROWS);

        assertThat(rows()).isEqualTo("(1,1,2);(2,1,);(3,,) of (1,2)");
        assertThat(database.query(MARKED)).isEqualTo("f");
        refuses(database.uri());

        load(database.uri(), ROWS);
        assertThat(rows()).isEqualTo("(1,1,2);(2,1,);(3,,) of (1,2)");
    }

    @Test
    void anOwnerHasThemCheckedByTheServer() throws IOException {
        String role = "owner_of_" + database.name();
        tables("int", "", "");
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "ALTER TABLE parent OWNER TO " + role,
                "ALTER TABLE child OWNER TO " + role);
        try {
            String uri = database.uri(role, "secret");
            load(uri, ROWS);

            assertThat(rows()).isEqualTo("(1,1,2);(2,1,);(3,,) of (1,2)");
            assertThat(database.query(MARKED)).isEqualTo("t");
            refuses(uri);
        } finally {
            database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MATCH FULL", "DEFERRABLE INITIALLY DEFERRED"})
    void otherKindsOfReferencesAreRefusedAsWell(String kind) throws IOException {
        tables("int", "", kind);
        load(database.uri(), "{\"child\": [{\"id\": 1, \"a\": 1, \"b\": 2}], \"parent\": [{\"a\": 1, \"b\": 2}]}");

        refuses(database.uri());
    }

    @Test
    void partitionsAreCheckedByTheServer() throws IOException {
        tables("int", " PARTITION BY LIST (a)", "");
        database.execute("CREATE TABLE parent_1 PARTITION OF parent FOR VALUES IN (1)");
        load(database.uri(), ROWS);

        assertThat(database.query(MARKED)).isEqualTo("t");
        refuses(database.uri());
    }

    @Test
    void aUniqueConstraintThatWaitsIsStillChecked() throws IOException {
        tables("int", "", "");
        database.execute("ALTER TABLE child ADD UNIQUE (a) DEFERRABLE INITIALLY DEFERRED");

        assertThatThrownBy(() -> load(database.uri(), ROWS))
                .hasMessageContaining("unique_violation (SQLSTATE 23505) of constraint \"child_a_key\"");
    }

    @Test
    void aTriggerOfReplicasDoesNotFire() throws IOException {
        tables("int", "", "");
        database.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''fired''; END'",
                "CREATE TRIGGER usual BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION refuse()");
        load(database.uri(), ROWS);
        assertThat(database.query(MARKED)).isEqualTo("f");

        database.execute(
                "CREATE TRIGGER replica BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION refuse()",
                "ALTER TABLE child ENABLE REPLICA TRIGGER replica");
        load(database.uri(), ROWS);
        assertThat(database.query(MARKED)).isEqualTo("t");
        assertThat(database.query(
                        "SELECT string_agg(concat(tgname, tgenabled), ' ' ORDER BY tgname) FROM pg_trigger WHERE"
                                + " NOT tgisinternal"))
                .isEqualTo("replicaR usualO");
    }

    @Test
    void aReferenceThatAppearsMeanwhileIsNotMissed() throws Exception {
        database.execute(
                "CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b))",
                "CREATE TABLE child (id int PRIMARY KEY, a int, b int)");
        load(database.uri(), ROWS);
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("ALTER TABLE child ADD CONSTRAINT refers FOREIGN KEY (a, b) REFERENCES parent");
            CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> {
                try {
                    load(database.uri(), BROKEN);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            while (!"t"
                    .equals(
                            database.query(
                                    "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
                                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))) {
                assertThat(loading).isNotDone();
                Thread.sleep(5);
            }
            other.commit();

            assertThatThrownBy(loading::join)
                    .hasRootCauseInstanceOf(Exception.class)
                    .hasStackTraceContaining(
                            "the row refers to none: a, b must be that of a row of public.parent (a, b)");
        }
        assertThat(rows()).isEqualTo("(1,1,2);(2,1,);(3,,) of (1,2)");
    }
}
