package dev.coffer.backup.internal.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.internal.restore.LinesExporter;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From one server version into another, up and down. */
@NamesItsServers
class CrossVersionTest {
    @TempDir
    private Path folder;

    private RestorePlan.Builder plan(TestDatabase source, TestDatabase target) {
        Path directory = BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(new LinesExporter())
                .to(folder)
                .build()
                .run()
                .directory();
        return RestorePlan.builder()
                .from(Backup.open(directory))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()));
    }

    @ParameterizedTest
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    @ValueSource(strings = {"pagila", "chinook_identity", "harbor", "temporal"})
    void newServersBackupIsInAnOldOneWhatWasLoadedThere(String corpus) {
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase reference = TestServer.version(15).createDatabase();
                TestDatabase target = TestServer.version(15).createDatabase()) {
            Corpora.load(corpus, source);
            Corpora.load(corpus, reference);

            RestoreReport report = plan(source, target).build().run().requireComplete();

            assertThat(report.warnings())
                    .anyMatch(warning -> warning.startsWith("the target is PostgreSQL 15.")
                            && warning.endsWith(", which the backup came from"));
            assertThat(Corpora.compare(reference, target).output()).isEqualTo("identical\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"18, 15", "15, 18", "18, 14", "17, 14", "14, 18", "16, 17"})
    void everyKindThatBothKnowArrives(int from, int into) {
        try (TestDatabase source = EveryKind.createAsOf(Math.min(from, into), TestServer.version(from));
                TestDatabase target = TestServer.version(into).createDatabase()) {
            RestoreReport report = plan(source, target).build().run();

            assertThat(report.skips()).isEmpty();
            assertThat(relations(target)).isEqualTo(relations(source));
        }
    }

    /** What 18 does by itself is no longer what older ones do. */
    @ParameterizedTest
    @CsvSource({"14, 18", "18, 14", "18, 18"})
    void aSubscriptionThatDoesNotStreamStaysSo(int from, int into) {
        try (TestDatabase source = TestServer.version(from).createDatabase();
                TestDatabase target = TestServer.version(into).createDatabase()) {
            source.execute("CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p"
                    + " WITH (connect = false, slot_name = NONE, streaming = off)");

            plan(source, target).build().run().requireComplete();

            assertThat(target.query("SELECT left(substream::text, 1) FROM pg_subscription JOIN pg_database d"
                            + " ON d.oid = subdbid WHERE datname = current_database()"))
                    .isEqualTo("f");
        }
    }

    static String relations(TestDatabase database) {
        return database.query(
                "SELECT string_agg(concat_ws(' ', c.relkind, n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname)"
                        + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_'"
                        + " AND n.nspname <> 'information_schema'");
    }

    @Test
    void stopsBeforeTheFirstStatementAndNamesWhatTheTargetDoesNotKnow() {
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase target = TestServer.version(15).createDatabase()) {
            source.execute(
                    "CREATE EXTENSION btree_gist",
                    "CREATE TABLE plain (id int PRIMARY KEY)",
                    "CREATE TABLE virtual (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)",
                    "CREATE TABLE loose (a int, CONSTRAINT positive CHECK (a > 0) NOT ENFORCED)",
                    "CREATE TABLE times (id int, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS))",
                    "CREATE TABLE apart (id int)",
                    "ALTER TABLE apart ADD CONSTRAINT filled NOT NULL id NOT VALID",
                    "CREATE VIEW parts AS SELECT * FROM json_table('[1]'::jsonb, '$[*]' COLUMNS (x int PATH '$'))");

            BackupException failure = assertThrows(
                    BackupException.class, () -> plan(source, target).build().run());

            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
            assertThat(failure.getMessage())
                    .startsWith("the target is PostgreSQL 15.")
                    .contains(
                            ", which does not know what the backup holds: ",
                            "table public.virtual (a virtual generated column, since 18)",
                            "public.times times_pkey (WITHOUT OVERLAPS, since 18)",
                            "view public.parts (JSON_TABLE, since 17)")
                    .contains("NOT ENFORCED, since 18")
                    .endsWith("\nHint: restore into PostgreSQL 18 or newer, or choose tables without these")
                    .doesNotContain("public.plain (");
            assertThat(target.query("SELECT to_regclass('public.plain')")).isNull();
        }
    }

    @Test
    void findsBeforeTheFirstStatementWhatOnlyTheTargetsParserKnows() {
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase target = TestServer.version(15).createDatabase()) {
            source.execute(
                    "CREATE TABLE plain (id int)",
                    "CREATE FUNCTION made() RETURNS int BEGIN ATOMIC MERGE INTO plain USING (VALUES (1)) v (id) ON plain.id = v.id"
                            + " WHEN MATCHED THEN DELETE RETURNING plain.id; END",
                    "CREATE VIEW fine AS SELECT json_build_array(id) AS j FROM plain");

            BackupException failure = assertThrows(
                    BackupException.class, () -> plan(source, target).build().run());

            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
            assertThat(failure.getMessage())
                    .endsWith(", which cannot read what the backup holds: function public.made()\n"
                            + "Hint: restore into PostgreSQL 18 or newer, or choose tables without these");
            assertThat(target.query("SELECT to_regclass('public.plain')")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 18})
    void everyStatementOfOursIsOfOurGrammar(int version) {
        try (TestDatabase source = EveryKind.create(TestServer.version(version));
                TestDatabase target = source.server().createDatabase()) {
            // The plan refuses what is not.
            assertThat(plan(source, target).build().run().entries()).isGreaterThan(300);
        }
    }
}
