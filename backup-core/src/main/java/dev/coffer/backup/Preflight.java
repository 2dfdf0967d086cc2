package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.internal.doctor.SourceExamination;
import dev.coffer.backup.internal.doctor.TargetExamination;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found about a database before any byte travels: whether it can be reached, what a run would refuse and what it would
 * leave out, each with what to do about it. Made by {@link #ofSource}, {@link #ofTarget}, {@link BackupPlan#preflight} and {@link
 * RestorePlan#preflight}; nothing is changed by any of them. The number of round trips does not depend on the number of tables.
 * Immutable.
 *
 * @param findings in the order in which they were looked for; what is in order is among them too
 * @param elapsed how long it took
 */
public record Preflight(List<Finding> findings, Duration elapsed) {
    public Preflight {
        findings = List.copyOf(findings);
        requireNonNull(elapsed, "elapsed");
    }

    /** What is looked at. */
    public enum Check {
        /** Whether somebody answers there and lets the role in. */
        REACHABLE,
        /** Whether the connection is encrypted, and the server known to be the right one. */
        TLS,
        /** Whether a pooler stands between. */
        POOLER,
        /** The server's version. */
        VERSION,
        /** Whether it is a standby, or sessions begin read-only. */
        READ_ONLY,
        /** The database's encoding. */
        ENCODING,
        /** The database's collation, and whether its version is still that of the machine. */
        COLLATION,
        /** Settings that end sessions or statements after a while. */
        TIMEOUTS,
        /** How many connections are free. */
        CONNECTIONS,
        /** Whether the clocks of the server and of this machine agree. */
        CLOCK,
        /** What the role may read, create and change. */
        RIGHTS,
        /** Tables of which row security would hide rows. */
        ROW_SECURITY,
        /** Extensions that are used, or can be installed. */
        EXTENSIONS,
        /** Programs that a format needs. */
        TOOLS,
        /** Room for what will be written. */
        DISK,
        /** What the run itself would refuse or leave out. */
        PLAN
    }

    /** How bad it is. */
    public enum Severity {
        /** In order. */
        OK,
        /** A run would succeed, and somebody should know this. */
        WARNING,
        /** A run would fail. */
        ERROR
    }

    /**
     * Something that was found.
     *
     * @param check what was looked at
     * @param severity how bad it is
     * @param what one sentence, without a full stop at its end, and without any secret
     * @param tables the tables that it is about; empty where it is about none in particular
     * @param code with an error, the code that a run would fail with; otherwise null
     * @param hint what to do, or null where nothing has to be done
     */
    public record Finding(
            Check check,
            Severity severity,
            String what,
            List<TableName> tables,
            @Nullable ErrorCode code,
            @Nullable String hint) {
        public Finding {
            requireNonNull(check, "check");
            requireNonNull(severity, "severity");
            requireNonNull(what, "what");
            tables = List.copyOf(tables);
        }

        /** One line and, where there is something to do, a second one that begins with {@code Hint:}. */
        @Override
        public String toString() {
            return check + " " + severity + ": " + what + (hint == null ? "" : "\nHint: " + hint);
        }
    }

    /**
     * Looks at a database as the source of a backup of everything.
     *
     * @throws PlanException when its connection string cannot be read; whatever else is wrong is a finding
     * @throws CancelledException when the thread is interrupted
     */
    @CheckReturnValue
    public static Preflight ofSource(PostgresDatabase source) {
        return SourceExamination.of(source.connections());
    }

    /**
     * Looks at a database as the target of a restore of which the backup is not at hand; with it, use {@link
     * RestorePlan#preflight}.
     *
     * @throws PlanException when its connection string cannot be read; whatever else is wrong is a finding
     * @throws CancelledException when the thread is interrupted
     */
    @CheckReturnValue
    public static Preflight ofTarget(PostgresDatabase target) {
        return TargetExamination.of(target.connections());
    }

    /** The worst that was found. */
    public Severity severity() {
        return findings.stream().map(Finding::severity).max(Severity::compareTo).orElse(Severity.OK);
    }

    /** Those of one kind. */
    public List<Finding> of(Check check) {
        return findings.stream().filter(finding -> finding.check() == check).toList();
    }

    /**
     * Returns this if nothing was found that a run would fail with; warnings are no reason to throw.
     *
     * @throws BackupException of the first error, with its code and hint
     */
    public Preflight requireNoErrors() {
        for (Finding finding : findings) {
            if (finding.severity() == Severity.ERROR) {
                Problem problem = Problem.of(requireNonNull(finding.code(), "code"), finding.what());
                throw (finding.hint() == null ? problem : problem.hint(finding.hint())).exception();
            }
        }
        return this;
    }
}
