package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RestoreRefusalsTest {
    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private static HandMade oneTable() {
        return new HandMade().table("city", "id integer, name text", "1\tParis");
    }

    private String tables() {
        return target.query("SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class"
                + " WHERE relnamespace = 'public'::regnamespace");
    }

    @Test
    @DisplayName("F29 refuses a target that holds an object of the backup, and leaves it as it was")
    void refusesTargetThatHoldsAnObject() {
        target.execute("CREATE TABLE city (mine int)", "INSERT INTO city VALUES (5)");

        BackupException failure = Restoring.of(oneTable(), target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(failure)
                .hasMessage("the target holds an object of the backup: table public.city\n"
                        + "Hint: restore into an empty database, or into a new one with intoNewDatabase(server, name)");
        assertThat(target.query("SELECT mine FROM city")).isEqualTo("5");
    }

    @Test
    void countsAnythingOfTheSameNameAsTheObject() {
        target.execute("CREATE VIEW city AS SELECT 1");

        assertThat(Restoring.of(oneTable(), target).fail().code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
    }

    @Test
    void namesTenOfTheObjectsThatExist() {
        HandMade backup = new HandMade();
        for (int i = 10; i < 22; i++) {
            backup.table("t" + i, "id integer");
            target.execute("CREATE TABLE t" + i + "()");
        }
        backup.pre("enum type", "mood", "CREATE TYPE public.mood AS ENUM ()")
                .pre(
                        "function",
                        "f(integer)",
                        "CREATE FUNCTION public.f(integer) RETURNS int LANGUAGE sql AS 'SELECT 1'");
        target.execute(
                "CREATE TYPE mood AS ENUM ('a')", "CREATE FUNCTION f(integer) RETURNS int LANGUAGE sql AS 'SELECT 2'");

        assertThat(Restoring.of(backup, target)
                        .scope(Scope.SCHEMA_ONLY)
                        .fail()
                        .problem()
                        .what())
                .isEqualTo(
                        "the target holds 14 objects of the backup: table public.t10, table public.t11, table public.t12,"
                                + " table public.t13, table public.t14, table public.t15, table public.t16, table public.t17,"
                                + " table public.t18, table public.t19 and 4 more");
    }

    @Test
    void doesNotCountTheSchemaPublicAndMembersOfExtensions() {
        target.execute("CREATE EXTENSION citext");
        HandMade backup = new HandMade()
                .entry("schema", "public", "public", Section.PRE_DATA, List.of("CREATE SCHEMA public"), null, null)
                .entry(
                        "extension",
                        null,
                        "citext",
                        Section.PRE_DATA,
                        List.of("CREATE EXTENSION citext WITH SCHEMA public"),
                        null,
                        null)
                .table("city", "name public.citext", "Paris");

        assertThat(Restoring.of(backup, target).run().entries()).isEqualTo(1);
    }

    @Test
    void createsTheSchemaPublicWhereItIsMissing() {
        target.execute("DROP SCHEMA public");
        HandMade backup = new HandMade()
                .entry("schema", "public", "public", Section.PRE_DATA, List.of("CREATE SCHEMA public"), null, null)
                .table("city", "name text", "Paris");

        assertThat(Restoring.of(backup, target).run().entries()).isEqualTo(2);
    }

    @Test
    void namesTablesAndColumnsThatDataOnlyMisses() {
        target.execute(
                "CREATE TABLE city (id int)",
                "CREATE TABLE river (id int, length int GENERATED ALWAYS AS (id) STORED)",
                "CREATE SEQUENCE numbers MAXVALUE 10");
        HandMade backup = new HandMade()
                .table("city", "id integer, name text, mayor text")
                .table("river", "id integer, length integer")
                .table("lake", "id integer")
                .sequence("ids", 3, true)
                .sequence("numbers", 11, true);

        BackupException failure =
                Restoring.of(backup, target).scope(Scope.DATA_ONLY).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
        assertThat(failure)
                .hasMessage(
                        "the target does not fit the backup: table public.city lacks columns name, mayor, column length of"
                                + " table public.river is generated, table public.lake is missing, sequence public.ids is missing,"
                                + " sequence public.numbers cannot reach the value of the backup\n"
                                + "Hint: restore the schema first with scope(Scope.SCHEMA_ONLY), or everything into an empty database");
    }

    @Test
    @DisplayName("F29 refuses rows only into a table that holds one")
    void refusesDataOnlyIntoTableWithRows() {
        target.execute(
                "CREATE TABLE city (id int, name text)",
                "CREATE TABLE river (id int)",
                "CREATE SEQUENCE numbers",
                "INSERT INTO river VALUES (1)");
        HandMade backup = oneTable().table("river", "id integer", "2").sequence("numbers", 7, true);

        BackupException failure =
                Restoring.of(backup, target).scope(Scope.DATA_ONLY).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(failure)
                .hasMessage("a table of the target holds rows: public.river\n"
                        + "Hint: empty these tables first, or choose what to do with their rows with existing(…)");
        assertThat(target.query("SELECT (SELECT count(*) FROM city) || ',' || last_value FROM numbers"))
                .isEqualTo("0,1");
    }

    @Test
    void refusesTextOfAnotherEncodingIntoSqlAscii() {
        try (TestDatabase ascii =
                TestServer.newest().createDatabase("ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'")) {
            BackupException failure = Restoring.of(oneTable(), ascii).fail();

            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_ENCODING);
            assertThat(failure)
                    .hasMessage("the target has the encoding SQL_ASCII, the backup came from UTF8\n"
                            + "Hint: restore into a database with the encoding UTF8; intoNewDatabase(server, name) makes one"
                            + " with that of the backup");
        }
    }

    @Test
    void warnsOfANarrowerEncodingAndNamesTheRowThatDoesNotFit() {
        try (TestDatabase latin =
                TestServer.newest().createDatabase("ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")) {
            RestoreReport report = Restoring.of(oneTable(), latin).run();

            assertThat(report.warnings())
                    .containsExactly(
                            "the target has the encoding LATIN1, the backup came from UTF8: text that it cannot hold"
                                    + " would have been refused");

            HandMade backup = new HandMade().table("sign", "name text", "plain", "\u4e2d");
            BackupException failure = Restoring.of(backup, latin).fail();

            assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
            assertThat(failure.where().row()).isEqualTo(2);
            assertThat(failure.hint())
                    .isEqualTo(
                            "the target's encoding cannot hold this text: restore into a database with the encoding UTF8");
        }
    }

    @Test
    void namesTheRightThatTheRoleLacks() {
        String role = "r" + target.name();
        target.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        ConnectionSource asRole = ConnectionSource.ofUrl(target.uri(role, "x"));
        try {
            BackupException objects = new Restoring(oneTable(), asRole).fail();
            assertThat(objects.code()).isEqualTo(ErrorCode.PERMISSION);
            assertThat(objects)
                    .hasMessage("the role " + role + " may not create objects in the schema public\n"
                            + "Hint: run as the owner of the database: GRANT CREATE ON SCHEMA \"public\" TO \"" + role
                            + "\"");

            HandMade schema = new HandMade()
                    .entry("schema", "app", "app", Section.PRE_DATA, List.of("CREATE SCHEMA app"), null, null);
            BackupException schemas = new Restoring(schema, asRole).fail();
            assertThat(schemas)
                    .hasMessage("the role " + role + " may not create schemas in the database " + target.name() + "\n"
                            + "Hint: run as the owner of the database: GRANT CREATE ON DATABASE \"" + target.name()
                            + "\" TO \""
                            + role + "\"");

            target.execute("CREATE TABLE city (id int, name text)");
            BackupException rows =
                    new Restoring(oneTable(), asRole).scope(Scope.DATA_ONLY).fail();
            assertThat(rows)
                    .hasMessage("the role " + role
                            + " may not insert into and read a table of the target (table public.city)\n"
                            + "Hint: connect as the table's owner, or run as its owner: GRANT SELECT, INSERT ON"
                            + " \"public\".\"city\" TO \"" + role + "\"");
        } finally {
            target.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    private static HandMade withExtension(String name) {
        return oneTable()
                .entry("extension", null, name, Section.PRE_DATA, List.of("CREATE EXTENSION " + name), null, null)
                .entry(
                        "comment",
                        null,
                        "extension " + name,
                        Section.PRE_DATA,
                        List.of("COMMENT ON EXTENSION " + name + " IS 'x'"),
                        null,
                        null,
                        "extension " + name);
    }

    @Test
    void skipsAnExtensionThatNothingNeeds() {
        RestoreReport report = Restoring.of(withExtension("pg_moon"), target).run();

        assertThat(report.skips()).containsExactly(new Skip("extension pg_moon", "the target server does not have it"));
    }

    @Test
    void refusesToSkipWhenStrict() {
        BackupException failure =
                Restoring.of(withExtension("pg_moon"), target).strict().fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.INCOMPLETE);
        assertThat(failure)
                .hasMessage("the restore would leave out: extension pg_moon: the target server does not have it\n"
                        + "Hint: provide what is missing on the target, or accept it by not calling strict()");
        assertThat(tables()).isNull();
    }

    @Test
    void leavesOutWhatNeedsAMissingExtensionAndSaysWhy() {
        HandMade backup = withExtension("pg_moon")
                .entry(
                        "table",
                        "public",
                        "public.phase",
                        Section.PRE_DATA,
                        List.of("CREATE TABLE public.phase (at moon)"),
                        new TableName("public", "phase"),
                        null,
                        "extension pg_moon")
                .entry(
                        "index",
                        "public",
                        "public.phase_at",
                        Section.POST_DATA,
                        List.of("CREATE INDEX phase_at ON public.phase (at)"),
                        new TableName("public", "phase"),
                        null,
                        "table public.phase");

        RestoreReport report = Restoring.of(backup, target).run();

        assertThat(report.skips())
                .containsExactly(
                        new Skip("extension pg_moon", "the target server does not have it"),
                        new Skip(
                                "table public.phase",
                                "it needs extension pg_moon, which is left out: the target server does not have it"),
                        new Skip(
                                "index public.phase_at",
                                "it needs table public.phase, which is left out: it needs extension pg_moon, which is left"
                                        + " out: the target server does not have it"));
        assertThat(target.query("SELECT to_regclass('public.phase')")).isNull();
    }

    @Test
    void warnsOfAnotherVersionOfAnExtensionAndOfRoutinesThatStayClosed() {
        HandMade backup = new HandMade()
                .entry(
                        "extension",
                        null,
                        "citext",
                        Section.PRE_DATA,
                        List.of("CREATE EXTENSION IF NOT EXISTS \"citext\" WITH SCHEMA public /* version 0.9 */"),
                        null,
                        null)
                .pre("function", "f()", "CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
                .pre("revoke", "f()", "REVOKE ALL ON FUNCTION public.f() FROM PUBLIC");

        List<String> warnings = Restoring.of(backup, target).run().warnings();

        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0))
                .matches("extension citext has version 1\\.\\d in the target, and had 0\\.9 in the source");
        assertThat(warnings.get(1))
                .isEqualTo(
                        "routine public.f() stays closed to PUBLIC; grants are not restored, so whoever calls it must be"
                                + " granted that again");
        assertThat(target.query("SELECT has_function_privilege('pg_read_all_data', 'f()', 'EXECUTE')"))
                .isEqualTo("f");
    }

    @Test
    void warnsWhenTheTargetIsOlder() {
        ServerInfo newer = new ServerInfo("99.1", 990001, "shop", "1-1", "UTF8", "libc", "C", "C", null, null, 1);

        assertThat(Restoring.of(oneTable().server(newer), target).run().warnings())
                .singleElement()
                .asString()
                .endsWith(", older than 99.1, which the backup came from");
    }
}
