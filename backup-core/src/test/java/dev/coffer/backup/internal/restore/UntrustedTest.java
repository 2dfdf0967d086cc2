package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BesidePlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Section;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that somebody else may have written, and definitions that lead somewhere else. */
class UntrustedTest {
    private static final String[] SHOP = {
        "CREATE TABLE item (id int PRIMARY KEY, name text)",
        "CREATE TABLE big (id int, filler text)",
        "CREATE MATERIALIZED VIEW names AS SELECT name FROM item",
        "CREATE SEQUENCE numbers"
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

    @Test
    @DisplayName("F31 an untrusted backup gives its rows, and no statement of it is run")
    void f31GivesRowsAndRunsNothing() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(SHOP);
            source.execute(
                    "INSERT INTO item VALUES (1, 'one'), (2, E'tw\\no')",
                    "INSERT INTO big SELECT i, repeat('x', 100) FROM generate_series(1, 2000) i",
                    "SELECT setval('numbers', 41)",
                    "REFRESH MATERIALIZED VIEW names",
                    // What would be run by a restore that trusts.
                    "CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''run''; END'",
                    "CREATE TRIGGER evil BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION evil()");
            target.execute(SHOP);

            RestoreReport report =
                    plan(backup(source), target).untrusted().build().run();

            assertThat(report.rows()).isEqualTo(2002);
            assertThat(target.query("SELECT string_agg(name, ',' ORDER BY name) FROM names"))
                    .isEqualTo("one,tw\no");
            assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("42");
            assertThat(target.query("SELECT count(*) FROM pg_proc WHERE proname = 'evil'"))
                    .isEqualTo("0");
        }
    }

    @Test
    @DisplayName("F31 of what an untrusted catalogue says only names that the target has are used")
    void f31UsesOnlyNamesOfTheTarget() {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            target.execute(
                    "CREATE TABLE t (id integer)",
                    "CREATE MATERIALIZED VIEW v AS SELECT id FROM t",
                    "CREATE TABLE ran ()");
            HandMade backup = new HandMade()
                    .table("t", "id integer", "1", "2")
                    .entry(
                            "materialized view data",
                            "public",
                            "public.v",
                            Section.POST_DATA,
                            List.of("DROP TABLE public.ran"),
                            null,
                            null)
                    .entry(
                            "materialized view data",
                            "public",
                            "public.elsewhere",
                            Section.POST_DATA,
                            List.of("DROP TABLE public.ran"),
                            null,
                            null);

            RestoreReport report = Restoring.of(backup, target).untrusted().run();

            assertThat(report.rows()).isEqualTo(2);
            assertThat(target.query("SELECT count(*) FROM v")).isEqualTo("2");
            assertThat(target.query("SELECT to_regclass('public.ran')")).isEqualTo("ran");
        }
    }

    @Test
    void refusesWhatOnlyATrustedBackupCanGive() {
        RestorePlan.Builder plan = RestorePlan.builder()
                .from(Path.of("anything.json"))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of("postgresql://nobody@localhost/none"))
                .untrusted()
                .scope(Scope.EVERYTHING);

        PlanException failure = assertThrows(PlanException.class, plan::build);

        assertThat(failure)
                .hasMessage("of an untrusted backup only rows can be restored\n"
                        + "Hint: leave out scope(…), owners(), grants() and databaseSettings(), or untrusted()");
    }

    @Test
    @DisplayName("F36 functions and operators of users that are called like the server's own are not called")
    void f36CallsOnlyTheServersOwn() {
        String[] hijack = {
            "CREATE TABLE called (what text)",
            "CREATE FUNCTION public.note(text) RETURNS void LANGUAGE sql AS 'INSERT INTO public.called VALUES ($1)'",
            "CREATE FUNCTION public.format_type(oid, integer) RETURNS text LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM public.note(''format_type''); RETURN ''evil''; END'",
            "CREATE FUNCTION public.pg_get_userbyid(oid) RETURNS name LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM public.note(''pg_get_userbyid''); RETURN ''evil''; END'",
            "CREATE FUNCTION public.count(integer) RETURNS bigint LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM public.note(''count''); RETURN 0; END'",
            "CREATE FUNCTION public.oid_is(oid, oid) RETURNS boolean LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM public.note(''=''); RETURN false; END'",
            "CREATE OPERATOR public.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = public.oid_is)",
            "CREATE FUNCTION public.setval(regclass, bigint, boolean) RETURNS bigint LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM public.note(''setval''); RETURN 0; END'"
        };
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            for (TestDatabase each : List.of(source, target)) {
                each.execute("ALTER DATABASE \"" + each.name() + "\" SET search_path = public, pg_catalog");
            }
            source.execute(SHOP);
            source.execute("INSERT INTO item VALUES (1, 'one')", "SELECT setval('numbers', 41)");
            source.execute(hijack);
            Backup backup = backup(source);

            assertThat(source.query("SELECT pg_catalog.count(*) FROM called")).isEqualTo("0");
            target.execute(SHOP);
            target.execute(hijack);
            assertThat(plan(backup, target)
                            .untrusted()
                            .tables(dev.coffer.backup.TableSelection.include("public.item"))
                            .build()
                            .run()
                            .rows())
                    .isEqualTo(1);
            assertThat(target.query("SELECT pg_catalog.count(*) FROM called")).isEqualTo("0");
        }
    }

    @Test
    @DisplayName("P7 functions find names where they did, when asked for")
    void functionsFindNamesWhereTheyDidWhenAskedFor() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase();
                TestDatabase other = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE SCHEMA app",
                    "CREATE TABLE app.allowed (code text)",
                    "INSERT INTO app.allowed VALUES ('a')",
                    "CREATE FUNCTION app.allowed(text) RETURNS boolean LANGUAGE plpgsql AS"
                            + " 'BEGIN RETURN EXISTS (SELECT FROM allowed WHERE code = $1); END'",
                    "ALTER DATABASE \"" + source.name() + "\" SET search_path = app, public");
            source.execute(
                    "CREATE TABLE app.coded (code text CHECK (app.allowed(code)))",
                    "INSERT INTO app.coded VALUES ('a')");
            Backup backup = backup(source);

            BackupException failure = assertThrows(
                    BackupException.class, () -> plan(backup, other).build().run());
            RestoreReport report =
                    plan(backup, target).sourceSearchPath().build().run().requireComplete();

            assertThat(report.rows()).isEqualTo(2);
            assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
            assertThat(failure.getMessage()).contains("ALTER FUNCTION … SET search_path", "sourceSearchPath()");
        }
    }

    @Test
    void extensionsGetTheVersionThatTheyHadWhenAskedFor() {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase();
                TestDatabase other = TestServer.newest().createDatabase()) {
            source.execute("CREATE EXTENSION pg_trgm VERSION '1.3'");
            Backup backup = backup(source);

            plan(backup, target).extensionVersions().build().run().requireComplete();
            RestoreReport usual = plan(backup, other).build().run().requireComplete();

            assertThat(target.query("SELECT extversion FROM pg_extension WHERE extname = 'pg_trgm'"))
                    .isEqualTo("1.3");
            String installed = other.query("SELECT extversion FROM pg_extension WHERE extname = 'pg_trgm'");
            assertThat(usual.warnings())
                    .contains(
                            "extension pg_trgm has version " + installed + " in the target, and had 1.3 in the source");
        }
    }

    /** Puts another statement in the place of one, and makes the manifest say so, as whoever knows the format can. */
    private static void forge(Path backup, String statement, String forged) throws Exception {
        Path schema = backup.resolve("schema.json");
        String before = Files.readString(schema);
        int begins = before.indexOf('"' + statement) + 1;
        int ends = begins;
        while (before.charAt(ends) != '"' || before.charAt(ends - 1) == '\\') {
            ends++;
        }
        String after = before.substring(0, begins)
                + forged
                + " ".repeat(ends - begins - forged.length())
                + before.substring(ends);
        Files.writeString(schema, after);
        Path manifest = backup.resolve("manifest.json");
        String lines = Files.readString(manifest).replace(sha256(before), sha256(after));
        String members = lines.substring(0, lines.lastIndexOf("  \"sha256\": "));
        Files.writeString(manifest, members + "  \"sha256\": \"" + sha256(members) + "\"\n}\n");
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    @Test
    @DisplayName("F31 a table beside the live one is made of no statement of another kind either")
    void f31ChecksWhatATableBesideIsMadeOf() throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute("CREATE TABLE item (id int, name text, made timestamptz)");
            target.execute("CREATE TABLE victim ()");
            Backup backup = backup(source);
            forge(backup.directory(), "CREATE TABLE ", "DROP TABLE public.victim");
            BackupException failure = besideFails(backup, target);
            forge(backup.directory(), "DROP TABLE ", "ALTER TABLE public.victim ADD a int");
            BackupException another = besideFails(backup, target);

            assertThat(another)
                    .hasMessage("the backup's schema alters another table with this one (table public.item)\n"
                            + "Hint: somebody else wrote it: what it holds is nothing to run");
            assertThat(failure)
                    .hasMessage("the backup's schema holds a statement that does not belong to an entry of its kind"
                            + " (table public.item)\n"
                            + "Hint: somebody else wrote it, or a newer version of this library did; a RestorePlan with"
                            + " untrusted() loads the rows alone, into tables that exist");
            assertThat(target.query(
                            "SELECT count(a.attname) FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid"
                                    + " AND a.attname = 'a' WHERE c.relname = 'victim' GROUP BY c.oid"))
                    .isEqualTo("0");
        }
    }

    private static BackupException besideFails(Backup backup, TestDatabase target) {
        BackupException failure = assertThrows(
                BackupException.class,
                () -> BesidePlan.builder()
                        .from(Backup.open(backup.directory()))
                        .strategy(LinesExporter.strategy())
                        .into(PostgresDatabase.of(target.uri()))
                        .table("public.item")
                        .as("item_before")
                        .build()
                        .run());
        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
        return failure;
    }

    @Test
    @DisplayName("F31 a backup with a statement of another kind is refused before the target is touched")
    void f31RefusesStatementsOfAnotherKind() {
        SchemaEntry entry = new SchemaEntry(
                "table",
                "public",
                "public.t",
                Section.PRE_DATA,
                List.of("COPY public.t FROM PROGRAM 'id'"),
                List.of(),
                null,
                null);
        RestoreSource source = new HandMade().source();
        RestoreSource hostile = new RestoreSource(
                new dev.coffer.backup.internal.catalogue.Catalogue(
                        source.catalogue().server(), List.of(), List.of(entry), List.of(), 0, List.of(), List.of()),
                List.of(),
                source.strategy(),
                source.context(),
                source.proof());

        BackupException failure = assertThrows(BackupException.class, () -> Trust.checked(hostile, RestoreWishes.NONE));

        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(failure)
                .hasMessage("the backup's schema holds a statement that does not belong to an entry of its kind"
                        + " (table public.t)\n"
                        + "Hint: somebody else wrote it, or a newer version of this library did; a RestorePlan with"
                        + " untrusted() loads the rows alone, into tables that exist");
    }
}
