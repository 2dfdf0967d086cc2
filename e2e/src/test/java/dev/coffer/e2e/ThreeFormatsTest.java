package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.Condition;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.pgdump.PgDumpExporter;
import dev.coffer.backup.pgdump.PgRestoreStrategy;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON, CSV and pg_dump in one plan: three files of the same state, and each of them brings it back. */
@OnServerOfTools
@EnabledIfClientTools({"psql", "pg_dump", "pg_restore"})
class ThreeFormatsTest {
    private static final Map<String, RestoreStrategy> STRATEGIES = new LinkedHashMap<>(Map.of(
            "JSON", Format.JSON.strategy(), "CSV", Format.CSV.strategy(), "pg_dump", PgRestoreStrategy.create()));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnabledIfCorpora
    @ValueSource(strings = {"pagila", "chinook_identity", "northwind", "graphile_kitchensink"})
    void comesBackIdenticalFromEach(String corpus) {
        try (TestDatabase source = Databases.corpus(corpus)) {
            BackupReport report = plan(source).build().run().requireComplete();
            Backup backup = Backup.open(report.directory());
            STRATEGIES.forEach((format, strategy) -> {
                try (TestDatabase target = Databases.server().createDatabase()) {
                    RestoreReport restored = restore(backup, strategy, target).requireComplete();
                    assertThat(restored.rows()).as(format).isEqualTo(report.rows());
                    assertThat(restored.transactions()).as(format).isEqualTo(1);
                    Databases.assertIdentical(source, target);
                }
            });
        }
    }

    @Test
    void agreeOnTheRowsWhileOthersWrite() throws Exception {
        try (TestDatabase source = Databases.server().createDatabase()) {
            source.execute(
                    "CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, b text)",
                    "CREATE TABLE z (id int GENERATED ALWAYS AS IDENTITY, b text)");
            AtomicBoolean stop = new AtomicBoolean();
            Thread writer = new Thread(() -> write(source, stop));
            writer.start();
            BackupReport report;
            try {
                report = plan(source).build().run().requireComplete();
            } finally {
                stop.set(true);
                writer.join();
            }
            Backup backup = Backup.open(report.directory());
            String state = "SELECT (SELECT count(*) || ' ' || coalesce(max(id), 0) FROM a) || ', '"
                    + " || (SELECT count(*) || ' ' || coalesce(max(id), 0) FROM z)";
            List<String> states = STRATEGIES.values().stream()
                    .map(strategy -> {
                        try (TestDatabase target = Databases.server().createDatabase()) {
                            RestoreReport restored = restore(backup, strategy, target);
                            assertThat(restored.rows()).isEqualTo(report.rows());
                            return target.query(state);
                        }
                    })
                    .distinct()
                    .toList();
            assertThat(states).hasSize(1);
        }
    }

    @Test
    void theDumpIsWholeWhereConditionsAreMeantForTheOthers() {
        try (TestDatabase source = Databases.server().createDatabase();
                TestDatabase target = Databases.server().createDatabase()) {
            source.execute("CREATE TABLE a (id int, b text)", "INSERT INTO a VALUES (1, 'x'), (2, 'y')");
            BackupReport report = plan(source)
                    .export(
                            Format.JSON.exporter(),
                            PgDumpExporter.builder().wholeTables().build())
                    .where("a", Condition.equalTo("b", "x"))
                    .build()
                    .run();
            assertThat(report.rows()).isEqualTo(1);
            RestoreReport restored = restore(Backup.open(report.directory()), PgRestoreStrategy.create(), target);
            assertThat(restored.rows()).isEqualTo(2);
        }
    }

    private BackupPlan.Builder plan(TestDatabase source) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(Format.JSON.exporter(), Format.CSV.exporter(), PgDumpExporter.create())
                .to(folder);
    }

    private static RestoreReport restore(Backup backup, RestoreStrategy strategy, TestDatabase target) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(strategy)
                .into(PostgresDatabase.of(target.uri()))
                .build()
                .run();
    }

    private static void write(TestDatabase database, AtomicBoolean stop) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!stop.get()) {
                statement.execute("INSERT INTO a (b) SELECT 'x' FROM generate_series(1, 5)");
                statement.execute("INSERT INTO z (b) SELECT 'x' FROM generate_series(1, 5)");
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
