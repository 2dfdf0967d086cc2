package dev.coffer.backup.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Preflight.Check;
import dev.coffer.backup.Preflight.Finding;
import dev.coffer.backup.Preflight.Severity;
import dev.coffer.backup.internal.backup.BackupSettings;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** This machine's clock is another one; the server's is its own. */
class ClockTest {
    @Test
    void saysByHowMuchTheClocksDiffer() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            assertThat(clocks(database, Duration.ZERO)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.OK);
                assertThat(finding.what()).isEqualTo("the clocks of server and machine agree");
            });
            assertThat(clocks(database, Duration.ofHours(1))).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.what())
                        .matches("the server's clock is (3600|3599|3598) s behind that of this machine");
                assertThat(finding.hint())
                        .isEqualTo("let both follow NTP: a backup bears the server's time, its folder's name and the"
                                + " retention that of this machine");
            });
            assertThat(clocks(database, Duration.ofHours(-1)))
                    .singleElement()
                    .extracting(Finding::what)
                    .asString()
                    .matches("the server's clock is (3600|3601|3602|3599) s ahead of that of this machine");
        }
    }

    private static List<Finding> clocks(TestDatabase database, Duration off) {
        return SourceExamination.of(
                        BackupSettings.reading(ConnectionSource.ofUrl(database.uri())),
                        Clock.offset(Clock.systemUTC(), off))
                .of(Check.CLOCK);
    }
}
