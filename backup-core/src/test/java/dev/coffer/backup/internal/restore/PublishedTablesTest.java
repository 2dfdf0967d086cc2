package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are published and have no replica identity: no server lets their rows be deleted. */
class PublishedTablesTest {
    private static final String[] TABLES = {
        "CREATE TABLE log (line text)",
        "CREATE TABLE kept (id int PRIMARY KEY)",
        "CREATE TABLE gone (id int REFERENCES kept ON DELETE CASCADE)",
        "CREATE TABLE part (id int) PARTITION BY RANGE (id)",
        "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (9)",
        "CREATE TABLE late (id int PRIMARY KEY DEFERRABLE)",
        "CREATE TABLE whole (id int)",
        "ALTER TABLE whole REPLICA IDENTITY FULL",
        "INSERT INTO log VALUES ('a')",
        "INSERT INTO kept VALUES (1)",
        "INSERT INTO gone VALUES (1)",
        "INSERT INTO part VALUES (1)",
        "INSERT INTO late VALUES (1)",
        "INSERT INTO whole VALUES (1)",
        "CREATE PUBLICATION chosen FOR TABLE log, gone, late, whole WITH (publish = 'insert, delete')",
        "CREATE PUBLICATION parts FOR TABLE part WITH (publish_via_partition_root)"
    };

    @TempDir
    private Path folder;

    private static RestorePlan.Builder rows(Path backup, String uri) {
        return RestorePlan.builder()
                .from(Backup.open(backup))
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(uri))
                .scope(Scope.DATA_ONLY)
                .existing(Existing.TRUNCATE);
    }

    @Test
    void areTruncatedAndARoleThatMayNotIsToldBeforeAnything() {
        TestServer server = TestServer.newest();
        TestDatabase live = server.createDatabase();
        String role = live.name() + "_clerk";
        try (live) {
            live.execute(TABLES);
            Path backup = BackupPlan.builder()
                    .source(PostgresDatabase.of(live.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory();
            live.execute(
                    "INSERT INTO log VALUES ('b')",
                    "INSERT INTO part VALUES (2)",
                    "INSERT INTO late VALUES (2)",
                    "INSERT INTO whole VALUES (2)",
                    "CREATE ROLE " + role + " LOGIN PASSWORD 'x'",
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + role);

            rows(backup, live.uri()).build().run().requireComplete();

            assertThat(
                            live.query(
                                    "SELECT (SELECT count(*) FROM log) + (SELECT count(*) FROM kept) + (SELECT count(*) FROM gone)"
                                            + " + (SELECT count(*) FROM part) + (SELECT count(*) FROM late) + (SELECT count(*) FROM whole)"))
                    .isEqualTo("6");
            for (String table : new String[] {"log", "kept", "part_1", "late"}) {
                RestorePlan plan = rows(backup, live.uri(role, "x"))
                        .tables(TableSelection.include("public." + table))
                        .build();
                BackupException failure = assertThrows(BackupException.class, plan::run);
                assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
                assertThat(failure)
                        .hasMessage(
                                "a table of the target can be emptied only by TRUNCATE, and "
                                        + (table.equals("kept")
                                                ? "tables outside of the plan refer to it: public.gone"
                                                : "the role " + role + " may not do that")
                                        + " (table public." + table + ")\n"
                                        + "Hint: it, or a table that refers to it, is published and has no replica identity: ALTER TABLE …"
                                        + " REPLICA IDENTITY FULL lets its rows be deleted; or connect as the owner of the tables");
            }
            RestorePlan whole = rows(backup, live.uri(role, "x"))
                    .tables(TableSelection.include("public.whole"))
                    .build();
            assertThat(whole.run().requireComplete().rows()).isEqualTo(1);
        } finally {
            server.administer("DROP ROLE IF EXISTS " + role);
        }
    }

    /** The server would say so only when rows come, and perhaps after hours. */
    @Test
    void aTableWhoseRowsTheServerLetsNobodyUpdateIsNamedBeforeAnything() {
        TestServer server = TestServer.newest();
        try (TestDatabase live = server.createDatabase()) {
            live.execute(
                    "CREATE TABLE first_one (id int PRIMARY KEY, a text)",
                    "CREATE TABLE keyed (id int PRIMARY KEY, code int NOT NULL UNIQUE, a text)",
                    "CREATE TABLE part (id int PRIMARY KEY, a text) PARTITION BY RANGE (id)",
                    "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (9)",
                    "INSERT INTO first_one VALUES (1, 'a')",
                    "INSERT INTO keyed VALUES (1, 2, 'a')",
                    "INSERT INTO part VALUES (1, 'a')",
                    "CREATE PUBLICATION harmless FOR TABLE first_one");
            Path backup = BackupPlan.builder()
                    .source(PostgresDatabase.of(live.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory();

            live.execute("UPDATE first_one SET a = 'changed'");
            assertThat(rows(backup, live.uri())
                            .existing(Existing.UPSERT)
                            .build()
                            .run()
                            .requireComplete()
                            .rows())
                    .isEqualTo(3);

            live.execute(
                    "ALTER TABLE part_1 REPLICA IDENTITY NOTHING",
                    "CREATE PUBLICATION parts FOR TABLE part",
                    "UPDATE first_one SET a = 'kept'");
            assertNamed(backup, live, Existing.UPSERT, "part_1", "updated");
            live.execute("DROP PUBLICATION parts");
            if (server.major() >= 15) {
                live.execute("CREATE PUBLICATION narrow FOR TABLE keyed WHERE (a <> 'x')");
                assertNamed(backup, live, Existing.UPSERT, "keyed", "updated");
                assertNamed(backup, live, Existing.TRUNCATE, "keyed", "deleted");
                live.execute("ALTER PUBLICATION narrow SET TABLE keyed (code, a)");
                assertNamed(backup, live, Existing.UPSERT, "keyed", "updated");
            }
            assertThat(live.query("SELECT a FROM first_one")).isEqualTo("kept");
        }
    }

    private static void assertNamed(Path backup, TestDatabase live, Existing existing, String table, String what) {
        for (Executable way : new Executable[] {
            () -> rows(backup, live.uri()).existing(existing).build().run(),
            () -> rows(backup, live.uri()).existing(existing).build().preview()
        }) {
            BackupException failure = assertThrows(BackupException.class, way);
            assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
            assertThat(failure)
                    .hasMessage("the target does not let rows of a published table be " + what + " (table public."
                            + table
                            + ")\nHint: its replica identity is missing, or lacks a column that a publication asks for:"
                            + " give it one with ALTER TABLE … REPLICA IDENTITY, or take the table out of its publications for"
                            + " as long as this runs");
        }
    }
}
