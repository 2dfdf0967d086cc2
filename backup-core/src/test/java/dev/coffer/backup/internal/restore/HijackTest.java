package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections, as a pool may hand them out, in which temporary objects have taken the names of the server's own. */
class HijackTest {
    /** The schema of temporary relations and types is searched first, whatever search_path says. */
    private static final String RELATIONS = """
            DO $$ DECLARE n text; names text[]; BEGIN
                SELECT array_agg(relname::text) INTO names FROM pg_class
                    WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v');
                FOREACH n IN ARRAY names LOOP
                    EXECUTE 'CREATE TEMPORARY TABLE ' || quote_ident(n) || ' (hijacked int)';
                END LOOP;
            END $$;
            """;

    private static final String TYPES = """
            DO $$ DECLARE n text; names text[]; BEGIN
                SELECT array_agg(typname::text) INTO names FROM pg_catalog.pg_type
                    WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b' AND typelem = 0;
                FOREACH n IN ARRAY names LOOP
                    EXECUTE 'CREATE DOMAIN pg_temp.' || quote_ident(n) || ' AS pg_catalog.int4 CHECK (VALUE < 0)';
                END LOOP;
            END $$
            """;

    @TempDir
    private Path folder;

    private static PostgresDatabase hijacked(TestDatabase database, String hijack) {
        return PostgresDatabase.of(PoolOfOne.over(database, hijack));
    }

    private BackupReport backup(PostgresDatabase source, String name) {
        return BackupPlan.builder()
                .source(source)
                .export(new LinesExporter())
                .to(folder)
                .name(name)
                .build()
                .run()
                .requireComplete();
    }

    private static List<String> schema(BackupReport report) throws IOException {
        return Files.readAllLines(report.directory().resolve("schema.sql"));
    }

    @Test
    @DisplayName("F36 temporary tables and types that are called like the server's own are not used")
    void f36UsesOnlyTheServersOwn() throws IOException {
        try (TestDatabase source = EveryKind.create(TestServer.newest());
                TestDatabase target = TestServer.newest().createDatabase()) {
            BackupReport plain = backup(PostgresDatabase.of(source.uri()), "plain");

            BackupReport hijacked = backup(hijacked(source, RELATIONS + TYPES), "hijacked");
            assertThat(schema(hijacked)).isEqualTo(schema(plain));
            assertThat(hijacked.tables()).isEqualTo(plain.tables());

            RestoreReport report = RestorePlan.builder()
                    .from(Backup.open(plain.directory()))
                    .strategy(LinesExporter.strategy())
                    .into(hijacked(target, RELATIONS + TYPES))
                    .build()
                    .run()
                    .requireComplete();
            assertThat(report.rows()).isEqualTo(plain.rows());
            // The connections are gone, and with them whatever was of a temporary type.
            assertThat(schema(backup(PostgresDatabase.of(target.uri()), "again")))
                    .isEqualTo(schema(plain));
        }
    }

    @Test
    @DisplayName("F36 a type that an event trigger of the target makes meanwhile is not used")
    void f36IgnoresWhatTheTargetMakesMeanwhile() throws IOException {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE first (a text)",
                    "CREATE TABLE second (a text DEFAULT 'x'::text, b uuid, CHECK (a <> 'y'::text))",
                    "INSERT INTO first VALUES ('a')",
                    "INSERT INTO second (b) VALUES ('00000000-0000-0000-0000-000000000001')");
            target.execute(
                    "CREATE FUNCTION capture() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                            + " IF to_regtype('pg_temp.text') IS NULL THEN"
                            + " CREATE DOMAIN pg_temp.text AS pg_catalog.text;"
                            + " CREATE DOMAIN pg_temp.uuid AS pg_catalog.text; END IF; END $$",
                    "CREATE EVENT TRIGGER capture ON ddl_command_end WHEN TAG IN ('CREATE TABLE')"
                            + " EXECUTE FUNCTION capture()");
            BackupReport plain = backup(PostgresDatabase.of(source.uri()), "plain");

            for (boolean sourcePath : new boolean[] {false, true}) {
                RestorePlan.Builder plan = RestorePlan.builder()
                        .from(Backup.open(plain.directory()))
                        .strategy(LinesExporter.strategy())
                        .existing(sourcePath ? Existing.CLEAN : Existing.REFUSE)
                        .into(PostgresDatabase.of(target.uri()));
                (sourcePath ? plan.sourceSearchPath() : plan).build().run().requireComplete();

                assertThat(target.query("SELECT string_agg(attrelid::regclass || ' ' || attname || ' ' || n.nspname"
                                + " || '.' || typname, ', ' ORDER BY attrelid::regclass::pg_catalog.text, attnum)"
                                + " FROM pg_attribute JOIN pg_type t ON t.oid = atttypid"
                                + " JOIN pg_namespace n ON n.oid = typnamespace WHERE attnum > 0"
                                + " AND attrelid IN ('first'::regclass, 'second'::regclass)"))
                        .isEqualTo("first a pg_catalog.text, second a pg_catalog.text, second b pg_catalog.uuid");
            }
        }
    }
}
