package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.ProgressListener;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RetentionPolicy;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is pruned while it is read: what reads it fails, and leaves nothing. */
class PrunedMeanwhileTest {
    private final TestDatabase source = TestServer.newest().createDatabase();

    @TempDir
    private Path root;

    private Backup old;
    private Backup newer;

    @BeforeEach
    void backUpTwice() {
        for (int i = 0; i < 3; i++) {
            source.execute("CREATE TABLE t" + i + " AS SELECT g AS id FROM generate_series(1, 100) g");
        }
        old = backUp();
        newer = backUp();
    }

    @AfterEach
    void drop() {
        source.close();
    }

    private BackupPlan.Builder plan() {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(source.uri()))
                .export(Format.CSV.exporter())
                .to(root);
    }

    private Backup backUp() {
        return Backup.open(
                plan().incremental(Format.CSV.strategy()).build().run().directory());
    }

    private ProgressListener pruningAtTheFirstRows() {
        return progress -> {
            if (progress.phase() == Progress.Phase.ROWS && progress.rows() == 0) {
                assertThat(RetentionPolicy.builder()
                                .keepLast(1)
                                .build()
                                .prune(root)
                                .failures())
                        .isEmpty();
            }
        };
    }

    @Test
    void aRestoreFailsAndLeavesTheTargetAsItWas() {
        try (TestDatabase target = TestServer.newest().createDatabase()) {
            RestorePlan plan = RestorePlan.builder()
                    .from(old)
                    .strategy(Format.CSV.strategy())
                    .into(PostgresDatabase.of(target.uri()))
                    .listener(pruningAtTheFirstRows())
                    .build();

            assertThatThrownBy(plan::run)
                    .isInstanceOfSatisfying(
                            BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_MISSING))
                    .hasMessage(
                            "the backup is not there any more, or a file of it (table public.t0, file csv_exports/t0.csv)\n"
                                    + "Hint: use another one: Backup.list(…) or coffer list; what was pruned stays gone");

            assertThat(target.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                    .isEqualTo("0");
        }
        assertThat(Backup.list(root)).containsExactly(newer);
    }

    @Test
    void anIncrementWhoseBaseGoesFailsAndLeavesNothing() {
        BackupPlan plan = plan().base(old, Format.CSV.strategy())
                .connections(1)
                .listener(pruningAtTheFirstRows())
                .build();

        assertThatThrownBy(plan::run)
                .isInstanceOfSatisfying(
                        BackupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_MISSING))
                .hasMessage(
                        "the backup is not there any more, or a file of it (table public.t0, file csv_exports/t0.csv)\n"
                                + "Hint: use another one: Backup.list(…) or coffer list; what was pruned stays gone");

        assertThat(Backup.list(root)).containsExactly(newer);
        assertThat(root).isDirectoryNotContaining("glob:**.partial");
    }
}
