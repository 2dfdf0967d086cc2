package dev.coffer.examples;

import dev.coffer.backup.Backup;
import dev.coffer.backup.DrillReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.json.JsonRestoreStrategy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** The sample of a drill where there is no server: on one that lives as long as the drill. */
final class EmbeddedDrill {
    private EmbeddedDrill() {}

    static DrillReport drill(Path directory) throws IOException {
        // tag::embedded-drill[]
        Backup backup = Backup.open(directory);
        DrillReport report;
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start()) {
            String url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
            report = backup.drill(PostgresDatabase.of(url), JsonRestoreStrategy.create())
                    .requirePassed();
        }
        backup.leaveProof(report.proof());
        // end::embedded-drill[]
        return report;
    }
}
