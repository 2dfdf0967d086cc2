package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfPgBouncer;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.PgBouncer;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** There and back through a pooler that lends a connection for one transaction only, and few of them. */
@OnServerOfTools
@EnabledIfPgBouncer
@EnabledIfClientTools({"psql", "pg_dump"})
class PoolerRoundTripTest {
    private static final String ROLE = "pooled_" + ProcessHandle.current().pid();

    private static TestDatabase source;

    @TempDir
    Path folder;

    @BeforeAll
    static void create() {
        Databases.server().administer("CREATE ROLE " + ROLE + " SUPERUSER LOGIN PASSWORD 'pw'");
        source = Databases.sample(Databases.server());
    }

    @AfterAll
    static void drop() {
        source.close();
        Databases.server().administer("DROP ROLE " + ROLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void comesBackIdenticalFromEitherFormat(int poolSize) throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(source, ROLE, "pw", poolSize)) {
            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(bouncer.uri(source.name(), ROLE, "pw")))
                    .export(Format.JSON.exporter(), Format.CSV.exporter())
                    .connections(4)
                    .to(folder)
                    .build()
                    .run()
                    .requireComplete();
            for (Format format : Format.values()) {
                try (TestDatabase target = Databases.server().createDatabase()) {
                    RestoreReport restored = RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(format.strategy())
                            .into(PostgresDatabase.of(bouncer.uri(target.name(), ROLE, "pw")))
                            .build()
                            .run()
                            .requireComplete();
                    assertThat(restored.rows()).isEqualTo(report.rows()).isPositive();
                    Databases.assertIdentical(source, target);
                }
            }
        }
    }

    /** Each with either format, through pools of 1, 2 and 5. */
    @ParameterizedTest
    @CsvSource({
        "CLEAN, JSON, 1", "TRUNCATE, CSV, 1", "APPEND, JSON, 1", "UPSERT, CSV, 1", "SKIP, JSON, 1",
        "CLEAN, CSV, 2", "TRUNCATE, JSON, 2", "APPEND, CSV, 2", "UPSERT, JSON, 2", "SKIP, CSV, 2",
        "CLEAN, JSON, 5", "TRUNCATE, CSV, 5", "APPEND, JSON, 5", "UPSERT, CSV, 5", "SKIP, JSON, 5"
    })
    void servesEveryPolicy(Existing existing, Format format, int poolSize) throws Exception {
        try (TestDatabase live = Databases.server().createDatabase();
                PgBouncer bouncer = PgBouncer.before(live, ROLE, "pw", poolSize)) {
            live.execute(
                    "CREATE TABLE t (id int PRIMARY KEY, name text)",
                    "INSERT INTO t VALUES (1, 'one'), (2, 'two')",
                    "CREATE TABLE big AS SELECT g AS id, repeat('x', 500) AS body FROM generate_series(1, 2000) g",
                    "ALTER TABLE big ADD PRIMARY KEY (id)");
            PostgresDatabase pooled = PostgresDatabase.of(bouncer.uri(live.name(), ROLE, "pw"));
            BackupReport report = BackupPlan.builder()
                    .source(pooled)
                    .export(format.exporter())
                    .connections(1)
                    .to(folder)
                    .build()
                    .run();
            if (existing == Existing.APPEND) {
                live.execute("DELETE FROM t", "DELETE FROM big");
            }
            live.execute("UPDATE t SET name = 'other' WHERE id = 1", "INSERT INTO t VALUES (3, 'three')");

            assertThat(RestorePlan.builder()
                            .from(Backup.open(report.directory()))
                            .strategy(format.strategy())
                            .into(pooled)
                            .existing(existing)
                            .build()
                            .run()
                            .transactions())
                    .isEqualTo(1);

            assertThat(live.query("SELECT string_agg(id || ' ' || name, ', ' ORDER BY id) FROM t"))
                    .isEqualTo(
                            switch (existing) {
                                case CLEAN, TRUNCATE -> "1 one, 2 two";
                                case APPEND, UPSERT -> "1 one, 2 two, 3 three";
                                default -> "1 other, 2 two, 3 three";
                            });
            assertThat(live.query("SELECT count(*) FROM big")).isEqualTo("2000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void comesBackIdenticalOnSeveralConnections(int poolSize) throws Exception {
        try (PgBouncer bouncer = PgBouncer.before(source, ROLE, "pw", poolSize);
                TestDatabase target = Databases.server().createDatabase()) {
            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(Format.CSV.exporter())
                    .to(folder)
                    .build()
                    .run();

            RestoreReport restored = RestorePlan.builder()
                    .from(Backup.open(report.directory()))
                    .strategy(Format.CSV.strategy())
                    .into(PostgresDatabase.of(bouncer.uri(target.name(), ROLE, "pw")))
                    .jobs(4)
                    .build()
                    .run();

            assertThat(restored.rows()).isEqualTo(report.rows());
            Databases.assertIdentical(source, target);
        }
    }
}
