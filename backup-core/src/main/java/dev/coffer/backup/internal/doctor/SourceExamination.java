package dev.coffer.backup.internal.doctor;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.Preflight.Check;
import dev.coffer.backup.Skip;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.internal.backup.BackupSettings;
import dev.coffer.backup.internal.backup.SourceLook;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Looks at the source of a backup. */
public final class SourceExamination {
    private final BackupSettings settings;
    private final boolean planned;
    private final Clock clock;
    private final Findings findings = new Findings();

    private SourceExamination(BackupSettings settings, boolean planned, Clock clock) {
        this.settings = settings;
        this.planned = planned;
        this.clock = clock;
    }

    /** Everything in a database, to nowhere in particular. */
    public static Preflight of(ConnectionSource source) {
        return new SourceExamination(BackupSettings.reading(source), false, Clock.systemUTC()).run();
    }

    /** What a plan takes, to where it goes. */
    public static Preflight of(BackupSettings settings) {
        return of(settings, Clock.systemUTC());
    }

    static Preflight of(BackupSettings settings, Clock clock) {
        return new SourceExamination(settings, true, clock).run();
    }

    private Preflight run() {
        long bytes = 0;
        try (Session session = settings.source().open()) {
            Optional<ServerFacts> facts =
                    ServerChecks.run(findings, settings.source(), session, clock, settings.connections());
            if (facts.isPresent()) {
                standby(facts.get());
                findings.ok(
                        Check.EXTENSIONS,
                        facts.get().extensions().isEmpty()
                                ? "the database uses no extension"
                                : "the database uses "
                                        + String.join(", ", facts.get().extensions()) + ": a target must have them");
                bytes = database(session, facts.get());
                tools(session);
            }
        } catch (SQLException e) {
            findings.error(SqlErrors.translate(e, "looking at the server"));
        } catch (BackupException e) {
            findings.error(e);
        }
        if (planned) {
            new DiskCheck(findings)
                    .run(
                            settings.root(),
                            bytes * Math.max(1, settings.exporters().size()));
        }
        return findings.end();
    }

    private void standby(ServerFacts facts) {
        if (facts.standby()) {
            findings.warning(
                    Check.READ_ONLY,
                    "the server is a standby: it lacks the rows of unlogged tables, and may end a long reading",
                    "set hot_standby_feedback = on there, or back up the primary");
        } else {
            findings.ok(Check.READ_ONLY, "the server is no standby");
        }
    }

    /** Returns what the tables of the plan take on the server. */
    private long database(Session session, ServerFacts facts) {
        SourceLook look;
        try {
            look = SourceLook.at(settings, session);
        } catch (BackupException e) {
            findings.error(e);
            return 0;
        }
        if (look.refusals().isEmpty()) {
            findings.ok(
                    Check.RIGHTS,
                    "the role " + facts.role() + " may read all of "
                            + (look.tables() == 1 ? "one table" : look.tables() + " tables"));
            findings.ok(Check.ROW_SECURITY, "row security hides nothing from it");
        }
        look.refusals().forEach(refusal -> {
            Check check = refusal.problem().code() == ErrorCode.ROW_SECURITY ? Check.ROW_SECURITY : Check.RIGHTS;
            findings.error(check, refusal.problem(), refusal.tables());
        });
        findings.ok(Check.ENCODING, "the database has the encoding " + facts.encoding());
        left(look.skips());
        return look.bytes();
    }

    private void left(List<Skip> skips) {
        skips.forEach(skip -> findings.warning(
                Check.PLAN,
                "a backup would leave out " + skip,
                "nothing, if it can be done without; strict() makes it an error"));
    }

    private void tools(Session session) {
        for (TableExporter exporter : settings.exporters()) {
            try {
                exporter.checkMachine(session.serverVersion() / 10_000);
                if (exporter.connects()) {
                    findings.ok(
                            Check.TOOLS,
                            "the programs that " + exporter.format().name() + " needs are there");
                }
            } catch (BackupException e) {
                findings.error(e);
            }
        }
    }
}
