package dev.coffer.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.spi.Restore;
import dev.coffer.backup.spi.RestoreContext;
import dev.coffer.backup.spi.RestoreView;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestorePlanTest {
    private static final PostgresDatabase TARGET =
            PostgresDatabase.of("postgresql://app:canary-4711@db.example.org:6000/shop");

    private static RestorePlan.Builder complete() {
        return RestorePlan.builder()
                .from(Path.of("complete_backup.json"))
                .strategy(new Strategy())
                .into(TARGET);
    }

    private static BackupException refused(RestorePlan.Builder builder) {
        return assertThrows(BackupException.class, builder::build);
    }

    @Test
    void wantsABackup() {
        BackupException failure =
                refused(RestorePlan.builder().strategy(new Strategy()).into(TARGET));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PLAN);
        assertThat(failure)
                .hasMessage("the plan has no backup to restore from\n"
                        + "Hint: call from(Backup.open(directory)), or from(path) with a complete_backup.json");
    }

    @Test
    void wantsATarget() {
        assertThat(refused(RestorePlan.builder().from(Path.of("x")).strategy(new Strategy())))
                .hasMessage("the plan has no target\n"
                        + "Hint: call into(PostgresDatabase.of(…)) or intoNewDatabase(server, name)");
    }

    @Test
    void wantsAStrategy() {
        assertThat(refused(RestorePlan.builder().from(Path.of("x")).into(TARGET)))
                .hasMessage(
                        "the plan has no strategy\n"
                                + "Hint: call strategy(JsonRestoreStrategy.create()), with the artifact dev.coffer:backup-json");
    }

    @Test
    void refusesANewDatabaseThroughADataSource() {
        DataSource source = (DataSource) Proxy.newProxyInstance(
                RestorePlanTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException();
                });

        assertThat(refused(complete().intoNewDatabase(PostgresDatabase.of(source), "shop")))
                .hasMessage("a data source cannot lead to a new database\n"
                        + "Hint: give intoNewDatabase a PostgresDatabase made from a URL");
    }

    @Test
    void refusesToDropTablesForRowsAlone() {
        BackupException failure = refused(complete().scope(Scope.DATA_ONLY).existing(Existing.CLEAN));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PLAN);
        assertThat(failure)
                .hasMessage(
                        "rows alone cannot be restored with CLEAN, which drops tables\n"
                                + "Hint: choose existing(Existing.TRUNCATE) to empty the tables first, or scope(Scope.EVERYTHING)");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATE", "APPEND", "UPSERT"})
    void refusesPoliciesForRowsWhereThereAreNone(Existing existing) {
        assertThat(refused(complete().scope(Scope.SCHEMA_ONLY).existing(existing)))
                .hasMessage("a schema alone cannot be restored with " + existing + ", which is about rows\n"
                        + "Hint: choose existing(Existing.SKIP) to create what is missing, or existing(Existing.CLEAN) to drop"
                        + " and create");
    }

    @Test
    void asksEachStrategyWhetherItServesThePlan() {
        Strategy strategy = new Strategy() {
            @Override
            public void check(RestoreView plan) {
                throw Problem.of(
                                ErrorCode.UNSUPPORTED_BY_FORMAT,
                                "test cannot restore " + plan.scope() + " with " + plan.existing())
                        .exception();
            }
        };

        assertThat(refused(complete()
                        .scope(Scope.DATA_ONLY)
                        .existing(Existing.APPEND)
                        .strategy(strategy)))
                .hasMessage("test cannot restore DATA_ONLY with APPEND");
    }

    @Test
    void showsItsSettingsWithoutSecrets() {
        assertThat(complete().strict().build().toString())
                .contains("complete_backup.json", "db.example.org:6000", "EVERYTHING", "strict=true")
                .doesNotContain("canary-4711");
    }

    @Test
    void reportSaysWhatIsComplete() {
        RestoreReport complete = report(List.of());
        RestoreReport partial = report(List.of(new Skip("extension moon", "the target server does not have it")));

        assertThat(complete.requireComplete()).isSameAs(complete);
        assertThat(complete.completeness()).isEqualTo(Completeness.COMPLETE);
        assertThat(complete.rows()).isEqualTo(5);
        assertThat(partial.completeness()).isEqualTo(Completeness.COMPLETE_WITH_SKIPS);
        assertThat(assertThrows(ConflictException.class, partial::requireComplete))
                .hasMessage("the restore is complete but for: extension moon: the target server does not have it\n"
                        + "Hint: leave these out of the plan, or accept them by not calling requireComplete()");
    }

    private static RestoreReport report(List<Skip> skips) {
        return new RestoreReport(
                List.of(
                        new RestoreReport.Table(new TableName("public", "a"), 2),
                        new RestoreReport.Table(new TableName("public", "b"), 3)),
                List.of(),
                4,
                1,
                1,
                "manifest",
                skips,
                List.of(),
                Duration.ZERO);
    }

    private static class Strategy implements RestoreStrategy {
        @Override
        public FormatId format() {
            return new FormatId("test", 1);
        }

        @Override
        public Restore open(RestoreContext run) {
            throw new UnsupportedOperationException();
        }
    }
}
