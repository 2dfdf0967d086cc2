package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FarServerTest {
    private final TestDatabase target = TestServer.newest().createDatabase();
    private Relay relay;

    @BeforeEach
    void createTarget() {
        relay = new Relay(target.server().port());
    }

    @AfterEach
    void dropTarget() {
        relay.close();
        target.close();
    }

    private static HandMade backup(int tables) {
        HandMade backup = new HandMade();
        for (int i = 0; i < tables; i++) {
            backup.table("t" + i, "id integer, name text", "1\tone")
                    .pre("sequence", "s" + i, "CREATE SEQUENCE public.s" + i)
                    .post("index", "public.x" + i, "t" + i, "CREATE INDEX x" + i + " ON public.t" + i + " (id)")
                    .pre(
                            "function",
                            "f" + i + "()",
                            "CREATE FUNCTION public.f" + i
                                    + "() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT 1; END")
                    .sequence("s" + i, 3, true);
        }
        return backup;
    }

    @Test
    void needsNoMoreRoundTripsForAHundredSmallTablesThanForOne() {
        assertThat(new Restoring(backup(1), ConnectionSource.ofUrl(relay.through(target.uri())))
                        .run()
                        .rows())
                .isEqualTo(1);
        int one = relay.roundTrips();
        try (TestDatabase other = TestServer.newest().createDatabase()) {
            assertThat(new Restoring(backup(100), ConnectionSource.ofUrl(relay.through(other.uri())))
                            .run()
                            .rows())
                    .isEqualTo(100);
        }

        assertThat(relay.roundTrips() - one).isBetween(one - 1, one + 2);
        assertThat(one).isLessThan(25);
    }

    @Test
    void saysHowToFindOutWhenTheConnectionIsLostDuringCommit() {
        relay.cutAfter("Q\0\0\0\u000bCOMMIT\0");
        HandMade backup = backup(1);

        BackupException failure = new Restoring(backup, ConnectionSource.ofUrl(relay.through(target.uri()))).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        assertThat(failure.problem().what())
                .isEqualTo("the connection was lost during COMMIT: whether the restore took effect is not known");
        assertThat(failure.hint())
                .matches(
                        "run on the target: SELECT pg_xact_status\\('\\d+'\\); committed says that everything is there, aborted"
                                + " that nothing is");
        String question = failure.hint().replaceAll("^run on the target: |;.*", "");
        assertThat(target.query(question)).isIn("committed", "aborted", "in progress");
    }
}
