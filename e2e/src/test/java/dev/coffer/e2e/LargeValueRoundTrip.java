package dev.coffer.e2e;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import java.nio.file.Path;

/** Runs in a JVM of its own with a bounded heap: one step of a round trip. */
final class LargeValueRoundTrip {
    private LargeValueRoundTrip() {}

    public static void main(String[] arguments) {
        PostgresDatabase database = PostgresDatabase.of(System.getenv("POSTGRES_URL"));
        Format format = Format.valueOf(arguments[1]);
        Path path = Path.of(arguments[2]);
        if (arguments[0].equals("backup")) {
            BackupReport report = BackupPlan.builder()
                    .source(database)
                    .export(format.exporter())
                    .to(path)
                    .build()
                    .run();
            System.out.println(report.directory());
        } else {
            System.out.println(RestorePlan.builder()
                    .from(Backup.open(path))
                    .strategy(format.strategy())
                    .into(database)
                    .build()
                    .run()
                    .rows());
        }
    }
}
