package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many objects in a small heap. COFFER_F26 names how many tables; a tenth as many schemas and ten times as many large objects come
 * with them. 100000 is what F26 names, with a heap of 1 GB; docs/reference/limits.md tells what it took.
 */
class LargeCatalogueTest {
    private static final int USUAL = 2_000;
    private static final int AT_ONCE = 500;

    @TempDir
    Path folder;

    @Test
    @DisplayName("F26 tables, schemas and large objects by the thousand go there and back in a small heap")
    void f26ManyObjectsInASmallHeap() throws Exception {
        String wanted = System.getenv("COFFER_F26");
        int tables = wanted == null ? USUAL : Integer.parseInt(wanted);
        String heap = tables <= USUAL ? "-Xmx64m" : "-Xmx" + Math.max(128, tables / 100) + "m";
        try (TestServer server = TestServer.builder().start();
                TestDatabase source = server.createDatabase();
                TestDatabase target = server.createDatabase()) {
            fill(source, tables);

            run("backup", heap, source);
            run("restore", heap, target);

            String content =
                    "SELECT concat_ws(' ', (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND oid >= 16384),"
                            + " (SELECT count(*) FROM pg_namespace WHERE nspname LIKE 's%'),"
                            + " (SELECT count(*) FROM pg_largeobject_metadata),"
                            + " (SELECT sum(hashtextextended(concat(loid, pageno, data), 0)) FROM pg_largeobject))";
            assertThat(target.query(content)).isEqualTo(source.query(content));
            assertThat(source.query(content)).startsWith(tables + " " + tables / 10 + " " + tables * 10 + " ");
            String last = "SELECT sum(id) FROM s" + (tables / 10 - 1) + ".t" + (tables - 1);
            assertThat(target.query(last)).isEqualTo(String.valueOf(tables - 1));
        }
    }

    private static void fill(TestDatabase database, int tables) {
        for (int from = 0; from < tables / 10; from += AT_ONCE) {
            database.execute("DO $$ BEGIN FOR i IN " + from + ".." + (Math.min(tables / 10, from + AT_ONCE) - 1)
                    + " LOOP EXECUTE format('CREATE SCHEMA s%s', i); END LOOP; END $$");
        }
        for (int from = 0; from < tables; from += AT_ONCE) {
            database.execute("DO $$ BEGIN FOR i IN " + from + ".." + (Math.min(tables, from + AT_ONCE) - 1)
                    + " LOOP EXECUTE format('CREATE TABLE s%s.t%s (id int DEFAULT %s, CHECK (id >= 0))', i / 10, i, i);"
                    // Every other table is empty.
                    + " IF i % 2 = 1 THEN EXECUTE format('INSERT INTO s%s.t%s DEFAULT VALUES', i / 10, i); END IF;"
                    + " END LOOP; END $$");
        }
        database.execute(
                "SELECT count(lo_from_bytea(g + 20000, int4send(g))) FROM generate_series(1, " + tables * 10 + ") g");
    }

    private void run(String what, String heap, TestDatabase database) throws Exception {
        ProcessBuilder builder = ChildJvm.of(InSmallHeap.class, List.of(heap), List.of(what, folder.toString()));
        builder.environment().put("POSTGRES_URL", database.uri());
        Path output = folder.resolve(what + ".txt");
        int exit = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(output)).isZero();
        System.out.println("F26 " + what + " with " + heap + ": " + Files.readString(output));
    }

    /** What runs in the other JVM. */
    static final class InSmallHeap {
        private InSmallHeap() {}

        public static void main(String[] arguments) {
            PostgresDatabase database = PostgresDatabase.of(System.getenv("POSTGRES_URL"));
            Path backups = Path.of(arguments[1]).resolve("backups");
            if (arguments[0].equals("backup")) {
                BackupReport report = BackupPlan.builder()
                        .source(database)
                        .export(Format.JSON.exporter())
                        .to(backups)
                        .build()
                        .run();
                System.out.println(report.tables().size() + " tables in " + report.elapsed());
                return;
            }
            RestoreReport report = RestorePlan.builder()
                    .from(Backup.list(backups).get(0))
                    .strategy(Format.JSON.strategy())
                    .into(database)
                    .build()
                    .run();
            System.out.println(report.tables().size() + " tables in " + report.elapsed() + ", " + report.transactions()
                    + " transactions");
        }
    }
}
