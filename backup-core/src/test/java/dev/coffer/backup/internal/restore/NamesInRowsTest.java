package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of the types whose input functions look a name up: regclass, regrole and the others. */
class NamesInRowsTest {
    private static final String HINT =
            "\nHint: create it on the target first, or leave the table out with tables(…); what the restore creates after the"
                    + " rows, such as an index, is there when scope(Scope.SCHEMA_ONLY) is restored before scope(Scope.DATA_ONLY)";

    private static final String[] NAMED = {
        "CREATE SCHEMA \"My app\"",
        "SET search_path = \"My app\"",
        "CREATE TABLE film (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"Title\" text)",
        "CREATE VIEW \"all. films\" AS SELECT * FROM film",
        "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
        "CREATE FUNCTION g(text, int) RETURNS int LANGUAGE sql AS 'SELECT $2'",
        "CREATE FUNCTION g(text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OPERATOR @%@ (FUNCTION = f, RIGHTARG = int)",
        "CREATE TYPE mood AS ENUM ('sad')",
        "CREATE TYPE span AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = \"spans\")",
        "CREATE COLLATION plain FROM \"C\"",
        "CREATE TEXT SEARCH CONFIGURATION english (COPY = pg_catalog.simple)",
        "CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = pg_catalog.simple)"
    };

    private static final String[] NAMES = {
        "CREATE DOMAIN rel AS regclass",
        "CREATE TYPE pair AS (a numeric(10, 2), r regclass, f regprocedure[])",
        "CREATE TABLE names (id int, c regclass, p regproc, pp regprocedure, o regoper, oo regoperator, t regtype,"
                + " n regnamespace, cl regcollation, cf regconfig, d regdictionary, many regclass[], dom rel, pair pair, pairs pair[])"
    };

    @TempDir
    private Path folder;

    private Backup backup(TestDatabase source) {
        return Backup.open(BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory());
    }

    private static RestorePlan.Builder plan(Backup backup, TestDatabase target) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()));
    }

    private static BackupException refusal(RestorePlan plan) {
        BackupException failure = assertThrows(BackupException.class, plan::run);
        assertThat(assertThrows(BackupException.class, plan::preview)).hasMessage(failure.getMessage());
        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
        return failure;
    }

    private static String places(String... kindsAndColumns) {
        return Stream.of(kindsAndColumns)
                .map(each -> {
                    int space = each.lastIndexOf(' ');
                    return each.substring(0, space) + " (table public.names, row 1, column " + each.substring(space + 1)
                            + ", file rows.lines)";
                })
                .collect(Collectors.joining(", "));
    }

    private static void fill(TestDatabase source) {
        source.execute(NAMED);
        source.execute(NAMES);
        source.execute(
                "SET search_path = \"My app\"",
                "INSERT INTO public.names VALUES"
                        + " (1, 'film', 'f', 'g(text,int)', '@%@', '@%@(NONE,int)', 'film[]', '\"My app\"', 'plain', 'english', 'words',"
                        + " '[3:5]={film,NULL,\"\\\"all. films\\\"\"}', 'film_id_seq', '(1.5,\"\"\"all. films\"\"\",\"{f(int)}\")',"
                        + " '{\"(1,film,)\",NULL,\"(,,\\\"{\\\"\\\"g(text,int)\\\"\\\"}\\\")\"}'),"
                        + " (2, 'pg_class', 'now', 'lower(text)', '|/', '-(int,int)', 'spans', 'pg_catalog', '\"C\"', 'simple', 'simple',"
                        + " '{{pg_class},{pg_proc}}', 'pg_type', NULL, NULL),"
                        + " (3, 0, 0, 0, 0, 0, 'timestamp with time zone', 0, 0, 0, 0, '{0}', 0, '(,,)', '{}'),"
                        + " (4, 4000000000, NULL, NULL, NULL, NULL, 'mood', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
    }

    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 18})
    void namesThatTheServerHasOrTheRestoreCreatesArrive(int version) {
        TestServer server = TestServer.version(version);
        try (TestDatabase source = server.createDatabase();
                TestDatabase target = server.createDatabase()) {
            fill(source);
            String rows = "SELECT string_agg(n::text, E'\\n' ORDER BY id) FROM public.names n";

            plan(backup(source), target).build().run().requireComplete();

            assertThat(target.query(rows)).isEqualTo(source.query(rows));
        }
    }

    @Test
    void namesThatNobodyHasAreFoundBeforeTheFirstStatement() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            fill(source);
            Backup backup = backup(source);

            BackupException failure = refusal(plan(backup, target)
                    .tables(TableSelection.include("public.names"))
                    .build());

            assertThat(failure)
                    .hasMessage(
                            "the rows name what the target does not have and the restore does not create before them: "
                                    + places(
                                            "a relation c",
                                            "a relation many",
                                            "a relation dom",
                                            "a function p",
                                            "a function pp",
                                            "a function pair",
                                            "an operator o",
                                            "an operator oo",
                                            "a type t",
                                            "a schema n")
                                    + " and 2 more" + HINT);
            assertThat(target.query("SELECT to_regclass('public.names')")).isNull();
        }
    }

    @Test
    void rangesAndMultirangesHoldNamesToo() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase();
                TestDatabase without = TestServer.newest().createDatabase()) {
            source.execute(NAMED);
            source.execute(
                    "CREATE TYPE rels AS RANGE (SUBTYPE = regclass)",
                    "CREATE TYPE \"Calls, of\" AS RANGE (SUBTYPE = regprocedure, MULTIRANGE_TYPE_NAME = \"All [calls]\")",
                    "CREATE DOMAIN several AS rels[]",
                    "CREATE TYPE two AS (a int, s several)",
                    "CREATE TABLE spans (c \"Calls, of\", cc \"All [calls]\", s several, b two)",
                    "SET search_path = \"My app\"",
                    "INSERT INTO public.spans VALUES ('[\"g(text,int)\",)', '{[\"f(int)\",\"f(int)\"]}',"
                            + " '{\"(,film]\",empty,\"(,)\"}', '(1,\"{\"\"[film_id_seq,)\"\"}\")'),"
                            + " ('empty', '{}', '{}', NULL), ('(,\"lower(text)\"]', '{(,)}', '{\"[0,pg_class]\"}', '(,)'),"
                            + " (NULL, NULL, NULL, NULL)");
            String rows = "SELECT string_agg(s::text, E'\\n') FROM public.spans s";
            Backup backup = backup(source);

            plan(backup, target).build().run().requireComplete();
            BackupException failure = refusal(plan(backup, without)
                    .tables(TableSelection.include("public.spans"))
                    .build());

            assertThat(target.query(rows)).isEqualTo(source.query(rows));
            assertThat(failure)
                    .hasMessage(
                            "the rows name what the target does not have and the restore does not create before them: "
                                    + places("a relation s", "a relation b", "a function c", "a function cc")
                                            .replace("public.names", "public.spans")
                                    + HINT);
        }
    }

    @Test
    void anIndexIsThereOnlyAfterTheRowsOrAfterASchemaOfItsOwn() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE film (id int PRIMARY KEY)",
                    "CREATE TABLE watched (index regclass, since date)",
                    "INSERT INTO watched VALUES ('film', NULL), ('film_pkey', NULL)");
            Backup backup = backup(source);

            BackupException failure = refusal(plan(backup, target).build());
            plan(backup, target).scope(Scope.SCHEMA_ONLY).build().run().requireComplete();
            plan(backup, target).scope(Scope.DATA_ONLY).build().run().requireComplete();

            assertThat(failure.getMessage())
                    .startsWith(
                            "the rows name what the target does not have and the restore does not create before them:"
                                    + " a relation (table public.watched, row 2, column index, file ")
                    .endsWith(HINT)
                    .doesNotContain("film_pkey");
            assertThat(target.query("SELECT string_agg(index::text, ' ' ORDER BY index::text) FROM watched"))
                    .isEqualTo("film film_pkey");
        }
    }

    @Test
    void aRoleIsNeverCreatedByARestore() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            String role = source.name() + "_Röle=/";
            source.execute(
                    "CREATE ROLE \"" + role + "\"",
                    "CREATE TABLE owned (what text, by regrole, acl aclitem[])",
                    "INSERT INTO owned VALUES ('a', current_user::regrole, '{=r/" + "postgres}')",
                    "INSERT INTO owned VALUES ('b', '\"" + role + "\"', NULL)",
                    "INSERT INTO owned SELECT 'c', NULL, ARRAY[makeaclitem('\"" + role
                            + "\"'::regrole, 10, 'SELECT', true)]");
            Backup backup = backup(source);

            plan(backup, target).build().run().requireComplete();
            try (TestDatabase other = TestServer.newest().createDatabase()) {
                source.execute("DROP TABLE owned", "DROP ROLE \"" + role + "\"");
                BackupException failure = refusal(plan(backup, other).build());

                assertThat(failure.getMessage())
                        .startsWith(
                                "the rows name what the target does not have and the restore does not create before them:"
                                        + " a role (table public.owned, row 2, column by, file ")
                        .endsWith(HINT)
                        .doesNotContain("Röle");
                assertThat(other.query("SELECT to_regclass('public.owned')")).isNull();
            }
            assertThat(target.query("SELECT count(*) FROM owned")).isEqualTo("3");
        }
    }

    @Test
    void whatAnExtensionMayBringIsLeftToTheServer() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE EXTENSION pg_trgm",
                    "CREATE TABLE called (f regprocedure)",
                    "INSERT INTO called VALUES ('show_trgm(text)')");

            plan(backup(source), target).build().run().requireComplete();

            assertThat(target.query("SELECT f FROM called")).isEqualTo("show_trgm(text)");
        }
    }
}
