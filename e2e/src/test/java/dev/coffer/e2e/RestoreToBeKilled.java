package dev.coffer.e2e;

import dev.coffer.backup.Backup;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import java.nio.file.Path;

/**
 * Runs in a JVM of its own: restores, says each phase on standard output, and stands still in the one that it is told, so that it
 * can be killed there.
 */
final class RestoreToBeKilled {
    private RestoreToBeKilled() {}

    public static void main(String[] arguments) {
        String phase = arguments[0];
        RestoreReport report = RestorePlan.builder()
                .from(Backup.open(Path.of(arguments[1])))
                .strategy(Format.JSON.strategy())
                .into(PostgresDatabase.of(System.getenv("POSTGRES_URL")))
                .listener(progress -> report(progress, phase))
                .build()
                .run();
        System.out.println("DONE " + report.rows());
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
