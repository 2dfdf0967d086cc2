package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chosen tables of real databases, judged against the original from which everything was dropped that they do not need: other tables
 * first, and then whatever the server lets go without CASCADE.
 */
@EnabledIfCorpora
@EnabledIfClientTools({"psql", "pg_dump"})
class ChosenTablesCorpusTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @DisplayName("F28 chosen tables are what the original is without the others, keys to those left behind named")
    @CsvSource({
        "chinook_identity, track album, false",
        "northwind, orders order_details customers, false",
        "pagila, film film_actor actor inventory, false",
        "pagila, payment staff, false",
        "pagila, actor film film_actor film_category category, true"
    })
    void areWhatTheOriginalIsWithoutTheOthers(String corpus, String tables, boolean dependents) {
        try (TestDatabase source = Databases.corpus(corpus)) {
            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.JSON.exporter(), Format.CSV.exporter())
                    .to(folder)
                    .build()
                    .run()
                    .requireComplete();
            String[] chosen = tables.split(" ");
            TableSelection selection = TableSelection.include(
                    Arrays.stream(chosen).map(table -> "public." + table).toArray(String[]::new));
            for (Format format : Format.values()) {
                try (TestDatabase expected = Databases.server().createDatabase("TEMPLATE " + source.name());
                        TestDatabase target = Databases.server().createDatabase()) {
                    leaveOnly(chosen, dependents, expected);

                    RestoreReport restored = RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(format.strategy())
                            .into(PostgresDatabase.of(target.uri()))
                            .tables(dependents ? selection.withDependents() : selection)
                            .build()
                            .run();

                    Databases.assertIdentical(expected, target);
                    assertThat(restored.rows()).isPositive();
                    // Nothing else is left out: keys to, and views of, tables that stay behind.
                    assertThat(restored.skips())
                            .extracting(Skip::object)
                            .allMatch(object -> object.matches(
                                    "(foreign key|constraint|view|materialized view|trigger|function|rule) .*"));
                }
            }
        }
    }

    private static void leaveOnly(String[] chosen, boolean dependents, TestDatabase database) {
        String names = Arrays.stream(chosen)
                .map(name -> "'public." + name + "'::regclass")
                .collect(Collectors.joining(", "));
        // A partition goes with its parent, a view with a table: what is gone already is no error.
        database.execute(
                "DO $$ DECLARE o text; BEGIN FOREACH o IN ARRAY (SELECT array_agg(format('DROP %s IF EXISTS %s CASCADE',"
                        + " CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass) ORDER BY relkind = 'v')"
                        + " FROM pg_class c WHERE relnamespace::regnamespace::text !~ '^(pg_|information_schema)' AND (relkind IN ('r', 'p')"
                        + " AND NOT c.oid = ANY (ARRAY[" + names
                        + "]::oid[]) AND NOT EXISTS (SELECT FROM pg_partition_ancestors(c.oid)"
                        + " WHERE relid = ANY (ARRAY[" + names + "]::oid[]))"
                        + (dependents ? "" : " OR relkind IN ('v', 'm')")
                        + ")) LOOP EXECUTE o; END LOOP; END $$");
        String functions =
                "SELECT format('DROP ROUTINE %s', oid::regprocedure) AS sql FROM pg_proc WHERE pronamespace::regnamespace::text !~ '^(pg_|information_schema)'";
        String sequences =
                "SELECT format('DROP SEQUENCE %s', c.oid::regclass) FROM pg_class c WHERE relkind = 'S' AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
                        + " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0)";
        String types =
                "SELECT format('DROP TYPE %s', t.oid::regtype) FROM pg_type t WHERE typnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
                        + " AND typtype IN ('e', 'd', 'r') OR typtype = 'c' AND typnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
                        + " AND (SELECT relkind FROM pg_class WHERE oid = typrelid) = 'c'";
        String schemas =
                "SELECT format('DROP SCHEMA %I', nspname) FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public$)'";
        // What needs another goes in a later round.
        for (int round = 0; round < 4; round++) {
            database.execute(
                    "DO $$ DECLARE o record; BEGIN FOR o IN " + functions + " UNION ALL " + sequences + " UNION ALL "
                            + types + " UNION ALL " + schemas
                            + " LOOP BEGIN EXECUTE o.sql; EXCEPTION WHEN dependent_objects_still_exist OR undefined_object THEN NULL;"
                            + " END; END LOOP; END $$");
        }
    }
}
