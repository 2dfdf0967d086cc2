package dev.coffer.e2e;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs in a JVM of its own: takes a backup, says each phase on standard output, and stands still in the one that it is
 * told, so that it can be killed there. {@code NONE} stands still nowhere.
 */
final class BackupToBeKilled {
    private BackupToBeKilled() {}

    public static void main(String[] arguments) {
        String phase = arguments[0];
        Path root = Path.of(arguments[1]);
        BackupReport report = BackupPlan.builder()
                .source(PostgresDatabase.of(System.getenv("POSTGRES_URL")))
                .export(Arrays.stream(Format.values())
                        .map(Format::exporter)
                        .toArray(dev.coffer.backup.TableExporter[]::new))
                .to(root)
                .listener(progress -> report(progress, phase))
                .build()
                .run();
        System.out.println("DONE " + report.directory());
    }

    private static void report(Progress progress, String phase) {
        System.out.println(progress.phase());
        if (progress.phase().name().equals(phase)) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
