package dev.coffer.backup.internal.version;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.internal.restore.LinesExporter;
import dev.coffer.testsupport.EveryKind;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version that this library was not tested with. */
@NamesItsServers
class ServerOfTomorrowTest {
    @TempDir
    private Path folder;

    /** A server of tomorrow: the newest one, which tells everybody that it is one version more. */
    @Test
    void aServerNewerThanKnownServesForAllThatBothKnow() {
        TestServer newest = TestServer.version(18);
        try (TestDatabase source = EveryKind.create(newest);
                TestDatabase target = newest.createDatabase();
                Relay relay = new Relay(newest.port())) {
            String version = requireNonNull(source.query("SHOW server_version"));
            String number = requireNonNull(source.query("SHOW server_version_num"));
            String later = version.replaceFirst("18", "19");
            relay.tell("server_version\0" + later, "server_version\0" + version);
            relay.tell((char) later.length() + later, (char) version.length() + version);
            relay.tell(number.replaceFirst("18", "19"), number);

            BackupReport report = BackupPlan.builder()
                    .source(PostgresDatabase.of(relay.through(source.uri())))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .requireComplete();
            RestoreReport restored = RestorePlan.builder()
                    .from(Backup.open(report.directory()))
                    .strategy(LinesExporter.strategy())
                    .into(PostgresDatabase.of(relay.through(target.uri())))
                    .build()
                    .run()
                    .requireComplete();

            assertThat(Backup.open(report.directory()).serverVersion()).isEqualTo(later);
            assertThat(restored.skips()).isEmpty();
            assertThat(CrossVersionTest.relations(target)).isEqualTo(CrossVersionTest.relations(source));
            assertThat(Preflight.ofSource(PostgresDatabase.of(relay.through(source.uri())))
                            .of(Preflight.Check.VERSION))
                    .extracting(Preflight.Finding::what)
                    .containsExactly("the server is PostgreSQL " + later
                            + ", newer than this version of Coffer was tested with");
        }
    }
}
