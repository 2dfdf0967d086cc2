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
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each feature that a later version brought, restored into the version before it and into its first one. */
@NamesItsServers
class VersionsTest {
    /** By the feature's name: what makes an object that has it, and what that object is called. */
    private static final Map<String, Sample> SAMPLES = new HashMap<>();

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
        sample("IS JSON", "view public.v", "CREATE VIEW v AS SELECT a IS JSON AS j FROM (VALUES ('{}'::text)) x (a)");
        sample(
                "JSON_TABLE",
                "view public.v",
                "CREATE VIEW v AS SELECT * FROM json_table('[1]'::jsonb, '$[*]' COLUMNS (x int PATH '$'))");
        sample("JSON_QUERY", "view public.v", "CREATE VIEW v AS SELECT json_query('[1]'::jsonb, '$') AS j");
        sample("JSON_VALUE", "view public.v", "CREATE VIEW v AS SELECT json_value('[1]'::jsonb, '$[0]') AS j");
        sample("JSON_EXISTS", "view public.v", "CREATE VIEW v AS SELECT json_exists('[1]'::jsonb, '$[0]') AS j");
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
    }

    @TempDir
    private Path folder;

    static Stream<Versions.Feature> features() {
        return Versions.FEATURES.stream();
    }

    @ParameterizedTest
    @MethodSource("features")
    void stopsBeforeTheVersionThatHasItAndArrivesThere(Versions.Feature feature) {
        Sample sample = requireNonNull(SAMPLES.get(feature.name()), "no sample for " + feature);
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase before = TestServer.version(feature.since() - 1).createDatabase();
                TestDatabase first = TestServer.version(feature.since()).createDatabase()) {
            source.execute(sample.statements());
            Path backup = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory();

            BackupException failure = assertThrows(
                    BackupException.class, () -> into(backup, before).run());

            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
            assertThat(failure.getMessage())
                    .isEqualTo("the target is PostgreSQL "
                            + before.query("SHOW server_version").split(" ", -1)[0]
                            + ", which does not know what the backup holds: " + sample.object() + " (" + feature.name()
                            + ", since " + feature.since() + ")\nHint: restore into PostgreSQL " + feature.since()
                            + " or newer, or choose tables without these");
            assertThat(objects(before)).isEqualTo("0");
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
