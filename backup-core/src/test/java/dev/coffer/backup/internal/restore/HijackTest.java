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
import java.util.ArrayList;
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

    private static List<String> unqualified(BackupReport report) throws IOException {
        return schema(report).stream()
                .map(line -> line.replaceAll("pg_catalog\\.|\"", ""))
                .toList();
    }

    @Test
    @DisplayName("F36 temporary tables and types that are called like the server's own are not used")
    void f36UsesOnlyTheServersOwn() throws IOException {
        try (TestDatabase source = EveryKind.create(TestServer.newest());
                TestDatabase target = TestServer.newest().createDatabase()) {
            BackupReport plain = backup(PostgresDatabase.of(source.uri()), "plain");
            BackupReport relations = backup(hijacked(source, RELATIONS), "relations");
            assertThat(schema(relations)).isEqualTo(schema(plain));
            assertThat(relations.tables()).isEqualTo(plain.tables());
            // What is hidden is printed with its schema.
            BackupReport types = backup(hijacked(source, RELATIONS + TYPES), "types");
            assertThat(unqualified(types)).isEqualTo(unqualified(plain));
            assertThat(types.rows()).isEqualTo(plain.rows());

            List<RestoreReport> reports = new ArrayList<>();
            for (Existing existing : new Existing[] {Existing.REFUSE}) {
                reports.add(RestorePlan.builder()
                        .from(Backup.open(plain.directory()))
                        .strategy(LinesExporter.strategy())
                        .into(hijacked(target, RELATIONS))
                        .existing(existing)
                        .build()
                        .run()
                        .requireComplete());
            }
            assertThat(reports).allSatisfy(report -> assertThat(report.rows()).isEqualTo(plain.rows()));
            assertThat(schema(backup(PostgresDatabase.of(target.uri()), "again")))
                    .isEqualTo(schema(plain));
        }
    }
}
