package dev.coffer.backup.internal.backup;

import dev.coffer.testsupport.TestDatabase;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Waits for what another session does. */
final class Waiting {
    private Waiting() {}

    /** Until a statement that begins so waits for a lock. */
    static void untilBlocked(TestDatabase database, String statement) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> "1"
                        .equals(database.query(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database.name()
                                        + "' AND wait_event_type = 'Lock' AND query LIKE '" + statement + "%'")));
    }

    /** Until only this session is left on the database. */
    static void untilAlone(TestDatabase database) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> "1"
                        .equals(database.query("SELECT count(*) FROM pg_stat_activity WHERE datname = '"
                                + database.name() + "' AND backend_type = 'client backend'")));
    }
}
