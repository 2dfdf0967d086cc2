package dev.coffer.backup.internal.doctor;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Preflight.Check;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.backup.spi.LibpqConnection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds for a server whether it is read or written. */
final class ServerChecks {
    private static final int OLDEST = 140000;
    private static final int NEWEST_KNOWN = 18;
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(2);
    private static final Set<String> ENCRYPTING = Set.of("require", "verify-ca", "verify-full");

    private final Findings findings;
    private final ConnectionSource source;
    private final Session session;
    private final ServerFacts facts;
    private final Duration skew;
    private final Duration uncertain;

    private ServerChecks(
            Findings findings,
            ConnectionSource source,
            Session session,
            ServerFacts facts,
            Instant begun,
            Instant ended) {
        this.findings = findings;
        this.source = source;
        this.session = session;
        this.facts = facts;
        this.uncertain = Duration.between(begun, ended);
        this.skew = Duration.between(begun.plus(uncertain.dividedBy(2)), facts.time());
    }

    /** Nothing when the server is too old to be asked the rest. */
    static Optional<ServerFacts> run(
            Findings findings, ConnectionSource source, Session session, Clock clock, int connections)
            throws SQLException {
        if (session.serverVersion() < OLDEST) {
            findings.error(
                    Check.VERSION,
                    ErrorCode.UNSUPPORTED_SERVER,
                    "the server is PostgreSQL " + session.serverVersion() / 10_000 + "; 14 or newer is needed",
                    "pg_dump of a newer version can move the database to a newer server");
            return Optional.empty();
        }
        Instant begun = clock.instant();
        ServerFacts facts = ServerFacts.ask(session);
        ServerChecks checks = new ServerChecks(findings, source, session, facts, begun, clock.instant());
        findings.ok(Check.REACHABLE, source + " answers, as the role " + facts.role());
        boolean pooled = checks.pooler();
        checks.tls(pooled);
        checks.version();
        checks.collation();
        checks.timeouts();
        checks.connections(connections);
        checks.clock();
        return Optional.of(facts);
    }

    /** A pooler answers with a process of its own invention, and hands the statements to another. */
    private boolean pooler() {
        boolean pooled = session.processId() != facts.process();
        findings.ok(
                Check.POOLER,
                pooled
                        ? "a pooler stands between; runs keep to what one in transaction mode can carry"
                        : "no pooler stands between");
        return pooled;
    }

    private void tls(boolean pooled) {
        Map<String, String> parameters =
                source.forTools().map(LibpqConnection::parameters).orElse(Map.of());
        String mode = parameters.getOrDefault("sslmode", "prefer");
        boolean proved = mode.equals("verify-full") || "require".equals(parameters.get("channel_binding"));
        if (pooled ? !ENCRYPTING.contains(mode) : facts.tls() == null) {
            if (!pooled && facts.local()) {
                findings.ok(Check.TLS, "the connection is not encrypted, and does not leave the machine");
            } else {
                findings.warning(
                        Check.TLS,
                        pooled
                                ? "nothing says that the connection must be encrypted"
                                : "the connection is not encrypted",
                        "add sslmode=verify-full to the connection string; where the server has no TLS, switch it on there");
            }
            return;
        }
        String protocol = pooled || facts.tls() == null ? "" : " with " + facts.tls();
        if (source.isDataSource() || proved) {
            findings.ok(Check.TLS, "the connection is encrypted" + protocol);
        } else {
            findings.warning(
                    Check.TLS,
                    "the connection is encrypted" + protocol + ", but nothing proves that it leads to the right server",
                    "add sslmode=verify-full, or channel_binding=require, to the connection string");
        }
    }

    private void version() {
        int major = session.serverVersion() / 10_000;
        if (major > NEWEST_KNOWN) {
            findings.warning(
                    Check.VERSION,
                    "the server is PostgreSQL " + facts.version()
                            + ", newer than this version of Coffer was tested with",
                    "update Coffer, or drill the first backup");
        } else {
            findings.ok(Check.VERSION, "the server is PostgreSQL " + facts.version());
        }
    }

    private void collation() {
        if (facts.collationChange() == null) {
            findings.ok(Check.COLLATION, "the database has the collation " + facts.collate());
        } else {
            findings.warning(
                    Check.COLLATION,
                    "the default collation had another version when the database was made than now: "
                            + facts.collationChange(),
                    "rebuild the indexes on text, then ALTER DATABASE " + Sql.quote(facts.database())
                            + " REFRESH COLLATION VERSION; a restore elsewhere rebuilds them anyway");
        }
    }

    private void timeouts() {
        if (!facts.pinned().isEmpty()) {
            findings.error(
                    Check.TIMEOUTS,
                    ErrorCode.UNSUPPORTED_SERVER,
                    "a run cannot switch off " + named(facts.pinned()),
                    "whatever stands between ignores SET LOCAL: give the address of the server itself");
            return;
        }
        ServerFacts.Timeout idle = facts.timeouts().get("idle_session_timeout");
        if (idle != null) {
            findings.warning(
                    Check.TIMEOUTS,
                    "sessions that wait between two transactions are ended: " + named(facts.timeouts()),
                    "ALTER ROLE " + Sql.quote(facts.role()) + " SET idle_session_timeout = 0");
        } else {
            findings.ok(
                    Check.TIMEOUTS,
                    facts.timeouts().isEmpty()
                            ? "nothing ends statements or sessions after a while"
                            : named(facts.timeouts()) + ": runs switch it off for themselves");
        }
    }

    private static String named(Map<String, ServerFacts.Timeout> timeouts) {
        return timeouts.entrySet().stream()
                .map(timeout ->
                        timeout.getKey() + " = " + timeout.getValue().value().toMillis() + " ms ("
                                + timeout.getValue().source() + ")")
                .collect(Collectors.joining(", "));
    }

    private void connections(int wanted) {
        long further = wanted - 1L;
        if (facts.freeConnections() < further) {
            findings.warning(
                    Check.CONNECTIONS,
                    "the role can have " + Math.max(0, facts.freeConnections())
                            + " more connections, and a run would use " + further + " more",
                    "the run does with fewer, and takes longer; raise max_connections or the limit of the role, or give"
                            + " connections(n)");
        } else {
            findings.ok(Check.CONNECTIONS, "the role can have " + facts.freeConnections() + " more connections");
        }
    }

    private void clock() {
        Duration apart = skew.abs();
        if (apart.compareTo(CLOCKS_MAY_DIFFER.plus(uncertain)) > 0) {
            findings.warning(
                    Check.CLOCK,
                    "the server's clock is " + apart.toSeconds() + " s " + (skew.isNegative() ? "behind" : "ahead of")
                            + " that of this machine",
                    "let both follow NTP: a backup bears the server's time, its folder's name and the retention that of this"
                            + " machine");
        } else {
            findings.ok(Check.CLOCK, "the clocks of server and machine agree");
        }
    }
}
