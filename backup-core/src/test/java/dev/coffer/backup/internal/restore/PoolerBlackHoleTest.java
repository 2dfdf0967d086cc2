package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Patience;
import dev.coffer.testsupport.EnabledIfPgBouncer;
import dev.coffer.testsupport.PgBouncer;
import dev.coffer.testsupport.Relay;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line to a transaction pooler that is forgotten on its way: the process that the log-in named is not the one that works. */
@EnabledIfPgBouncer
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PoolerBlackHoleTest {
    private static final Patience SHORT = new Patience(Duration.ofMillis(400), Duration.ofMillis(300), 2);

    private final TestDatabase target = TestServer.newest().createDatabase();
    private PgBouncer bouncer;
    private Relay relay;
    private ConnectionSource throughBoth;

    @BeforeEach
    void start() throws Exception {
        String role = "pooled_" + target.name();
        target.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'pw'", "GRANT ALL ON SCHEMA public TO " + role);
        bouncer = PgBouncer.before(target, role, "pw", 3);
        relay = new Relay(bouncer.port());
        throughBoth = ConnectionSource.ofUrl(relay.through(bouncer.uri(target.name(), role, "pw")), SHORT);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        bouncer.close();
        target.execute("DROP OWNED BY pooled_" + target.name());
        target.close();
        TestServer.newest().administer("DROP ROLE IF EXISTS pooled_" + target.name());
    }

    private static HandMade backup(String indexed) {
        return new HandMade()
                .pre(
                        "function",
                        "slow(integer)",
                        "CREATE FUNCTION public.slow(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS"
                                + " 'BEGIN PERFORM pg_catalog.pg_sleep(3); RETURN $1; END'")
                .table("t", "id integer, name text", "1\tone")
                .post("index", "public.t_id", "t", "CREATE INDEX t_id ON public.t (" + indexed + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE", "CREATE INDEX"})
    @DisplayName("F05 P21 a forgotten line to a pooler ends the restore, though new ones pass, and no lock stays")
    void endsWhereOnlyOurLineIsForgotten(String statement) {
        relay.forgetAfter(statement);

        BackupException failure = new Restoring(backup("id"), throughBoth).fail();

        assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure.hint())
                .isEqualTo(
                        "the server takes new connections and waits for this one, through which nothing comes any more: a firewall,"
                                + " VPN or router in between has forgotten it; run again");
        await().untilAsserted(() -> assertThat(
                        target.query("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                                + " WHERE a.datname = current_database() AND pid <> pg_backend_pid()"))
                .isEqualTo("0"));
        assertThat(target.query("SELECT to_regclass('public.t')")).isNull();
    }

    @Test
    @DisplayName("P21 an index that takes longer than every limit is built through a pooler too")
    void outlastsALongIndex() {
        assertThat(new Restoring(backup("public.slow(id)"), throughBoth).run().rows())
                .isEqualTo(1);
        assertThat(target.query("SELECT to_regclass('public.t_id')")).isEqualTo("t_id");
        assertThat(relay.connections()).isGreaterThan(4);
    }
}
