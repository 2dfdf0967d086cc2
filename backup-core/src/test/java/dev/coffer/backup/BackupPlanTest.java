package dev.coffer.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.PlanView;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackupPlanTest {
    private static final PostgresDatabase SOURCE = PostgresDatabase.of("postgresql://me:canary-1@localhost/db");

    private static BackupPlan.Builder whole() {
        return BackupPlan.builder().source(SOURCE).export(new Format("a")).to(Path.of("backups"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> BackupPlan.builder().build())
                .isInstanceOf(PlanException.class)
                .hasMessage("the plan has no source\n"
                        + "Hint: call source(PostgresDatabase.of(…)) or source(PostgresDatabase.fromEnvironment())");
        assertThatThrownBy(() -> BackupPlan.builder().source(SOURCE).build())
                .hasMessage("the plan has no destination\nHint: call to(Path.of(\"database_backups\"))");
        assertThatThrownBy(() ->
                        BackupPlan.builder().source(SOURCE).to(Path.of("b")).build())
                .hasMessage("the plan has no exporter\n"
                        + "Hint: call export(JsonTableExporter.create()), with the artifact dev.coffer:backup-json");
    }

    @Test
    void anExclusiveRunNeedsAFileSystemWithLocks() throws IOException {
        try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
            assertThat(whole().to(memory.getPath("/backups")).build()).isNotNull();
            assertThatThrownBy(() ->
                            whole().exclusive().to(memory.getPath("/backups")).build())
                    .isInstanceOf(PlanException.class)
                    .hasMessage("the file system of the destination knows no locks (file /backups)\n"
                            + "Hint: leave out exclusive(), or write to a folder of this machine and copy the backup with"
                            + " copyTo(…)");
        }
        assertThat(whole().exclusive().build()).isNotNull();
    }

    @Test
    void aFormatGivenTwiceIsRefused() {
        assertThatThrownBy(
                        () -> whole().export(new Format("a"), new Format("a")).build())
                .isInstanceOf(PlanException.class)
                .hasMessage("two exporters of the plan write the same format\nHint: give each format once");
    }

    @Test
    void anExporterMayRefuseThePlan() {
        Format refusing = new Format("b") {
            @Override
            public void check(PlanView plan) {
                if (plan.conditions()) {
                    throw Problem.of(ErrorCode.UNSUPPORTED_BY_FORMAT, "no conditions")
                            .exception();
                }
            }
        };
        assertThat(whole().export(refusing).build()).isNotNull();
        assertThatThrownBy(() -> whole().export(refusing)
                        .where("t", Condition.unsafeSql("true"))
                        .build())
                .isInstanceOf(PlanException.class)
                .hasMessage("no conditions");
    }

    @Test
    void argumentsThatCanNeverBeRightAreRefused() {
        assertThatThrownBy(() -> whole().connections(0)).hasMessage("connections must be at least 1: 0");
        assertThatThrownBy(() -> whole().lockTimeout(Duration.ofMillis(-1)))
                .hasMessage("lockTimeout must not be negative");
        for (String name : new String[] {"", "../x", "a/b", ".hidden", "-x", "a b", "a".repeat(101)}) {
            assertThatThrownBy(() -> whole().name(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "name must be 1 to 100 letters, digits, '_', '-' and '.', beginning with a letter, digit or '_'");
        }
        assertThatThrownBy(() -> TableSelection.include()).hasMessage("patterns must not be empty");
        assertThatThrownBy(() -> TableSelection.include("a", " ")).hasMessage("pattern must not be blank");
        assertThatThrownBy(() -> whole().source(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    @DisplayName("F37 the text form shows the settings and no secret")
    void theTextFormShowsNoSecret() {
        assertThat(whole().tables(TableSelection.include("public.*").exclude("x"))
                        .where("t", Condition.equalTo("a", "canary-2"))
                        .build()
                        .toString())
                .contains("me@localhost", "include public.* exclude x", "EqualTo[column=a]")
                .doesNotContain("canary");
    }

    private static class Format implements TableExporter {
        private final String name;

        Format(String name) {
            this.name = name;
        }

        @Override
        public FormatId format() {
            return new FormatId(name, 1);
        }

        @Override
        public Export open(ExportContext run) {
            throw new UnsupportedOperationException();
        }
    }
}
