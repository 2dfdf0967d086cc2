package dev.coffer.backup.internal.restore;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each feature that a later version brought, restored into the version before it and into its first one. */
@NamesItsServers
class VersionsTest {
    /** By the feature's name: what makes an object that has it, and what that object is called. */
    private static final Map<String, Sample> SAMPLES = new HashMap<>();

    /** By the feature's name: a query that is written with it. */
    private static final Map<String, String> QUERIES = new HashMap<>();

    private record Sample(String object, String... statements) {}

    private static void sample(String feature, String object, String... statements) {
        SAMPLES.put(feature, new Sample(object, statements));
    }

    static {
        String parent = "CREATE TABLE parent (a int, b int DEFAULT 1, PRIMARY KEY (a, b))";
        sample(
                "NULLS NOT DISTINCT",
                "unique constraint public.t only_one",
                "CREATE TABLE t (a int, CONSTRAINT only_one UNIQUE NULLS NOT DISTINCT (a))");
        sample("security_invoker", "view public.v", "CREATE VIEW v WITH (security_invoker = true) AS SELECT 1 AS a");
        sample(
                "ON DELETE SET NULL of some columns",
                "foreign key public.child refers",
                parent,
                "CREATE TABLE child (a int, b int, CONSTRAINT refers FOREIGN KEY (a, b) REFERENCES parent ON DELETE SET NULL (b))");
        sample(
                "ON DELETE SET DEFAULT of some columns",
                "foreign key public.child refers",
                parent,
                "CREATE TABLE child (a int, b int, CONSTRAINT refers FOREIGN KEY (a, b) REFERENCES parent ON DELETE SET DEFAULT (b))");
        sample(
                "the tables of a schema in a publication",
                "publication schema p public",
                "CREATE PUBLICATION p FOR TABLES IN SCHEMA public");
        sample(
                "a publication with a condition",
                "publication table p public.parent",
                parent,
                "CREATE PUBLICATION p FOR TABLE parent WHERE (a > 1)");
        sample(
                "a publication of some columns",
                "publication table p public.parent",
                parent,
                "CREATE PUBLICATION p FOR TABLE parent (a)");
        sample("an unlogged sequence", "sequence public.s", "CREATE UNLOGGED SEQUENCE s");
        sample(
                "ICU rules",
                "collation public.c",
                "CREATE COLLATION c (provider = icu, locale = 'und', rules = '&a < g')");
        sample(
                "an event trigger on login",
                "event trigger entered",
                "CREATE FUNCTION enter() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE EVENT TRIGGER entered ON login EXECUTE FUNCTION enter()");
        sample(
                "a builtin collation",
                "collation public.c",
                "CREATE COLLATION c (provider = builtin, locale = 'C.UTF-8')");
        sample(
                "NOT ENFORCED",
                "check constraint public.t positive",
                "CREATE TABLE t (a int, CONSTRAINT positive CHECK (a > 0) NOT ENFORCED)");
        sample(
                "WITHOUT OVERLAPS",
                "primary key public.t only_one",
                "CREATE EXTENSION btree_gist",
                "CREATE TABLE t (a int, during daterange, CONSTRAINT only_one PRIMARY KEY (a, during WITHOUT OVERLAPS))");
        sample(
                "PERIOD",
                "primary key public.parent whole (WITHOUT OVERLAPS, since 18), foreign key public.child refers",
                "CREATE EXTENSION btree_gist",
                "CREATE TABLE parent (a int, during daterange, CONSTRAINT whole PRIMARY KEY (a, during WITHOUT OVERLAPS))",
                "CREATE TABLE child (a int, during daterange,"
                        + " CONSTRAINT refers FOREIGN KEY (a, PERIOD during) REFERENCES parent (a, PERIOD during))");
        sample(
                "a virtual generated column",
                "table public.t",
                "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)");
        sample(
                "NOT NULL that is not valid or not inherited",
                "not-null constraint public.t filled",
                "CREATE TABLE t (a int)",
                "ALTER TABLE t ADD CONSTRAINT filled NOT NULL a NOT VALID");
        sample(
                "NOT NULL that is not inherited",
                "table public.t",
                "CREATE TABLE t (a int, CONSTRAINT filled NOT NULL a NO INHERIT)");
        String subscription = "CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false, ";
        sample("two_phase", "subscription s", subscription + "two_phase = true)");
        sample("disable_on_error", "subscription s", subscription + "disable_on_error = true)");
        sample("password_required", "subscription s", subscription + "password_required = false)");
        sample("run_as_owner", "subscription s", subscription + "run_as_owner = true)");
        sample("origin", "subscription s", subscription + "origin = none)");
        sample("failover", "subscription s", subscription + "failover = true)");
        sample(
                "generated columns in a publication",
                "publication p",
                "CREATE PUBLICATION p WITH (publish_generated_columns = stored)");
        sample(
                "OLD and NEW in RETURNING",
                "rule public.v changed",
                "CREATE TABLE t (a int)",
                "CREATE VIEW v AS SELECT a FROM t",
                "CREATE RULE changed AS ON UPDATE TO v DO INSTEAD UPDATE t SET a = NEW.a RETURNING WITH (OLD AS o, NEW AS n) n.a");
        expression("IS JSON", "SELECT '{}' IS JSON AS e");
        expression("JSON_OBJECT", "SELECT json_object('a' : 1) AS e");
        expression("JSON_ARRAY", "SELECT json_array(1, 2) AS e");
        expression("JSON_OBJECTAGG", "SELECT json_objectagg('a' : 1) AS e");
        expression("JSON_ARRAYAGG", "SELECT json_arrayagg(1) AS e");
        expression("SYSTEM_USER", "SELECT system_user AS e");
        expression("XMLSERIALIZE with INDENT", "SELECT xmlserialize(content '<a/>'::xml AS text INDENT) AS e");
        expression("AT LOCAL", "SELECT now() AT LOCAL AS e");
        expression("JSON", "SELECT json('1') AS e");
        expression("JSON_SCALAR", "SELECT json_scalar(1) AS e");
        expression("JSON_SERIALIZE", "SELECT json_serialize('1') AS e");
        expression("JSON_TABLE", "SELECT * FROM json_table('[1]'::jsonb, '$[*]' COLUMNS (x int PATH '$'))");
        expression("JSON_QUERY", "SELECT json_query('[1]'::jsonb, '$') AS e");
        expression("JSON_VALUE", "SELECT json_value('[1]'::jsonb, '$[0]') AS e");
        expression("JSON_EXISTS", "SELECT json_exists('[1]'::jsonb, '$[0]') AS e");
        sample("a negative scale", "table public.t", "CREATE TABLE t (a numeric(2, -2))");
        sample("a scale greater than the precision", "table public.t", "CREATE TABLE t (a numeric(2, 5))");
        sample(
                "MERGE",
                "procedure public.p()",
                "CREATE TABLE t (a int)",
                "CREATE PROCEDURE p() BEGIN ATOMIC"
                        + " MERGE INTO t USING (VALUES (1)) v (a) ON t.a = v.a WHEN MATCHED THEN DELETE; END");
        sample(
                "MERGE with NOT MATCHED BY SOURCE",
                "procedure public.p()",
                "CREATE TABLE t (a int)",
                "CREATE PROCEDURE p() BEGIN ATOMIC"
                        + " MERGE INTO t USING (VALUES (1)) v (a) ON t.a = v.a WHEN NOT MATCHED BY SOURCE THEN DELETE; END");
        sample(
                "MERGE with RETURNING",
                "function public.f()",
                "CREATE TABLE t (a int)",
                "CREATE FUNCTION f() RETURNS text BEGIN ATOMIC MERGE INTO t USING (VALUES (1)) v (a) ON t.a = v.a"
                        + " WHEN MATCHED THEN DELETE RETURNING merge_action(); END");
        sample(
                "a TRUNCATE trigger on a foreign table",
                "trigger public.f emptied",
                "CREATE FOREIGN DATA WRAPPER w",
                "CREATE SERVER s FOREIGN DATA WRAPPER w",
                "CREATE FOREIGN TABLE f (a int) SERVER s",
                "CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE TRIGGER emptied BEFORE TRUNCATE ON f EXECUTE FUNCTION told()");
        sample(
                "an exclusion constraint on a partitioned table",
                "exclusion constraint public.t only_one",
                "CREATE TABLE t (a int, CONSTRAINT only_one EXCLUDE USING btree (a WITH =)) PARTITION BY LIST (a)");
        sample(
                "an access method of a partitioned table",
                "table public.t",
                "CREATE ACCESS METHOD another TYPE TABLE HANDLER heap_tableam_handler",
                "CREATE TABLE t (a int) PARTITION BY LIST (a) USING another");
        sample(
                "a NOT VALID foreign key of a partitioned table",
                "foreign key public.child refers",
                "CREATE TABLE parent (a int PRIMARY KEY)",
                "CREATE TABLE child (a int) PARTITION BY LIST (a)",
                "ALTER TABLE child ADD CONSTRAINT refers FOREIGN KEY (a) REFERENCES parent NOT VALID");
    }

    private static void expression(String feature, String query) {
        QUERIES.put(feature, query);
    }

    @TempDir
    private Path folder;

    static Stream<Feature> features() {
        return Feature.ALL.stream().filter(feature -> !QUERIES.containsKey(feature.name()));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17})
    void everySyntaxOfAnExpressionStopsBeforeTheVersionThatHasItAndArrivesThere(int since) {
        List<String> expected = new ArrayList<>();
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase before = TestServer.version(since - 1).createDatabase();
                TestDatabase first = TestServer.version(since).createDatabase()) {
            Feature.ALL.stream()
                    .filter(feature -> feature.since() == since && QUERIES.containsKey(feature.name()))
                    .forEach(feature -> {
                        String view = "v" + (expected.size() + 1);
                        source.execute("CREATE VIEW " + view + " AS " + QUERIES.get(feature.name()));
                        expected.add("view public." + view + " (" + feature.name() + ", since " + since + ")");
                    });
            Path backup = backup(source);

            refuses(backup, before, String.join(", ", expected), since);
            assertThat(into(backup, first).run().requireComplete().skips()).isEmpty();
            assertThat(objects(first)).isEqualTo(String.valueOf(expected.size()));
        }
        assertThat(expected).hasSizeGreaterThan(6);
    }

    private static void refuses(Path backup, TestDatabase target, String named, int needed) {
        BackupException failure =
                assertThrows(BackupException.class, () -> into(backup, target).run());
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
        assertThat(failure)
                .hasMessage("the target is PostgreSQL "
                        + requireNonNull(target.query("SHOW server_version")).split(" ", -1)[0]
                        + ", which does not know what the backup holds: " + named + "\nHint: restore into PostgreSQL "
                        + needed
                        + " or newer, or choose tables without these");
        assertThat(objects(target)).isEqualTo("0");
    }

    /** What a server calls its own functions, but for those that SQL cannot call and those that upgrade a server. */
    @Test
    void everyNewNameOfAFunctionIsKnown() {
        Map<Integer, Set<String>> since = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (int version = 14; version <= 18; version++) {
            try (TestDatabase database = TestServer.version(version).createDatabase()) {
                Set<String> names = new TreeSet<>(List.of(requireNonNull(database.query(
                                "SELECT string_agg(DISTINCT proname, ' ') FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
                                        + " AND prorettype <> 'internal'::regtype AND 'internal'::regtype <> ALL (proargtypes)"
                                        + " AND proname !~ '^binary_upgrade_'"))
                        .split(" ", -1)));
                names.removeAll(known);
                known.addAll(names);
                since.put(version, names);
            }
        }
        since.remove(14);

        assertThat(NewFunctions.SINCE).isEqualTo(since);
    }

    @Test
    void aFunctionOfTheServerThatTheTargetLacksStopsThePlanBeforeItsFirstStatement() {
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase target = TestServer.version(15).createDatabase()) {
            source.execute(
                    "CREATE TABLE keyed (id uuid DEFAULT uuidv7(), x xml)",
                    "CREATE VIEW any_one AS SELECT any_value(id) AS one FROM keyed",
                    "CREATE FUNCTION casefold(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN lower(t)",
                    "CREATE FUNCTION \"json_value\"(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN lower(t)");
            String own =
                    "CREATE VIEW own AS SELECT public.casefold('A') AS c, public.\"json_value\"('A') AS v, gamma.a AS a,"
                            + " json_object('{a,b}'::text[]) AS o, xmlserialize(content x AS text) AS x"
                            + " FROM public.keyed, (VALUES (1)) gamma (a)";
            source.execute(own);

            refuses(
                    backup(source),
                    target,
                    "table public.keyed (the function uuidv7, since 18), view public.any_one (the function any_value, since 16)",
                    18);
            // What is named as such a function, or looks like a newer word, is no reason to stop.
            source.execute("DROP VIEW any_one", "ALTER TABLE keyed ALTER id DROP DEFAULT");
            into(backup(source), target).run().requireComplete();
            assertThat(target.query("SELECT to_regclass('public.own')")).isEqualTo("own");
        }
    }

    /** Nothing that is cheap to read tells a new function under an old name from the old one: the server does. */
    @Test
    void aNewFunctionUnderAnOldNameStopsThePlanAtItsStatement() {
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase target = TestServer.version(16).createDatabase()) {
            source.execute("CREATE TABLE first (a int)", "CREATE VIEW thrown AS SELECT random(1, 6) AS die");

            BackupException failure = assertThrows(
                    BackupException.class, () -> into(backup(source), target).run());

            assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
            assertThat(failure)
                    .hasMessage(
                            "the server refused to create an object: function random(integer, integer) does not exist"
                                    + " (SQLSTATE 42883): CREATE VIEW \"public\".\"thrown\" AS SELECT random(1, 6) AS die"
                                    + " (view public.thrown)\nHint: what it needs is neither in the backup nor in the target");
            assertThat(objects(target)).isEqualTo("0");
        }
    }

    private Path backup(TestDatabase source) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory();
    }

    @ParameterizedTest
    @MethodSource("features")
    void stopsBeforeTheVersionThatHasItAndArrivesThere(Feature feature) {
        Sample sample = requireNonNull(SAMPLES.get(feature.name()), "no sample for " + feature);
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase before = TestServer.version(feature.since() - 1).createDatabase();
                TestDatabase first = TestServer.version(feature.since()).createDatabase()) {
            source.execute(sample.statements());
            Path backup = backup(source);

            refuses(
                    backup,
                    before,
                    sample.object() + " (" + feature.name() + ", since " + feature.since() + ")",
                    feature.since());
            assertThat(into(backup, first).run().requireComplete().skips()).isEmpty();
            assertThat(objects(first)).isNotEqualTo("0");
        }
    }

    /** A server of tomorrow: the newest one, which tells everybody that it is one version more. */
    @Test
    void aServerNewerThanKnownServesForAllThatBothKnow() {
        TestServer newest = TestServer.version(18);
        try (TestDatabase source = EveryKind.create(newest);
                TestDatabase target = newest.createDatabase();
                Relay relay = new Relay(newest.port())) {
            String version = requireNonNull(source.query("SHOW server_version"));
            String number = requireNonNull(source.query("SHOW server_version_num"));
            String later = version.replaceFirst("18", "19");
            relay.tell("server_version\0" + later, "server_version\0" + version);
            relay.tell((char) later.length() + later, (char) version.length() + version);
            relay.tell(number.replaceFirst("18", "19"), number);

            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(relay.through(source.uri())))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .requireComplete();
            RestoreReport restored = RestorePlan.builder()
                    .from(Backup.open(report.directory()))
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(relay.through(target.uri())))
                    .build()
                    .run()
                    .requireComplete();

            assertThat(Backup.open(report.directory()).serverVersion()).isEqualTo(later);
            assertThat(restored.skips()).isEmpty();
            assertThat(CrossVersionTest.relations(target)).isEqualTo(CrossVersionTest.relations(source));
            assertThat(Preflight.ofSource(PostgresDatabase.of(relay.through(source.uri())))
                            .of(Preflight.Check.VERSION))
                    .extracting(Preflight.Finding::what)
                    .containsExactly("the server is PostgreSQL " + later
                            + ", newer than this version of Coffer was tested with");
        }
    }

    private static RestorePlan into(Path backup, TestDatabase target) {
        return RestorePlan.builder()
                .from(Backup.open(backup))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .build();
    }

    private static String objects(TestDatabase database) {
        return requireNonNull(database.query(
                "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace) + (SELECT count(*) FROM"
                        + " pg_collation WHERE collnamespace = 'public'::regnamespace) + (SELECT count(*) FROM pg_publication)"
                        + " + (SELECT count(*) FROM pg_event_trigger) + (SELECT count(*) FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid"
                        + " WHERE d.datname = current_database())"));
    }
}
