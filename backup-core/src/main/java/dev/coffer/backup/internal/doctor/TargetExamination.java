package dev.coffer.backup.internal.doctor;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.Preflight.Check;
import dev.coffer.backup.RestorePreview;
import dev.coffer.backup.Skip;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.connect.SqlErrors;
import dev.coffer.backup.internal.restore.RestorePreviewing;
import dev.coffer.backup.internal.restore.RestoreSettings;
import dev.coffer.backup.internal.schema.Sql;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at the target of a restore. */
public final class TargetExamination {
    private final ConnectionSource target;
    private final Findings findings = new Findings();

    private TargetExamination(ConnectionSource target) {
        this.target = target;
    }

    /** For a restore of which nothing is known yet. */
    public static Preflight of(ConnectionSource target) {
        return new TargetExamination(target).run(null, 1, false);
    }

    /** For a restore, by the decision that a run would make. */
    public static Preflight of(RestoreSettings settings) {
        return new TargetExamination(settings.target())
                .run(() -> RestorePreviewing.of(settings), settings.jobs(), settings.newDatabase() != null);
    }

    private Preflight run(@Nullable Supplier<RestorePreview> restore, int connections, boolean newDatabase) {
        try (Session session = target.open()) {
            ServerChecks.run(findings, target, session, Clock.systemUTC(), connections)
                    .ifPresent(facts -> server(facts, restore == null, newDatabase));
        } catch (SQLException e) {
            findings.error(SqlErrors.translate(e, "looking at the server"));
        } catch (BackupException e) {
            findings.error(e);
        }
        if (restore != null && !findings.hasErrors()) {
            plan(restore);
        }
        return findings.end();
    }

    private void server(ServerFacts facts, boolean alone, boolean newDatabase) {
        if (facts.standby()) {
            findings.error(
                    Check.READ_ONLY,
                    ErrorCode.UNSUPPORTED_SERVER,
                    "the target is a standby, which takes no writes",
                    "give the address of the primary, or add target_session_attrs=read-write to the connection string");
        } else {
            findings.ok(
                    Check.READ_ONLY,
                    facts.readOnly()
                            ? "transactions begin read-only there; a restore begins its own otherwise"
                            : "the server takes writes");
        }
        findings.ok(
                Check.DISK,
                "the database takes " + Bytes.text(facts.databaseBytes())
                        + "; how much room the server has, nobody can ask over a connection");
        if (newDatabase) {
            mayCreateDatabases(facts);
        }
        if (!alone) {
            return;
        }
        encoding(facts);
        rights(facts);
        findings.ok(Check.EXTENSIONS, facts.available() + " extensions can be installed");
    }

    private void mayCreateDatabases(ServerFacts facts) {
        if (!facts.mayCreateDatabases()) {
            findings.error(
                    Check.RIGHTS,
                    ErrorCode.PERMISSION,
                    "the role " + facts.role() + " may not create databases",
                    "as a superuser: ALTER ROLE " + Sql.quote(facts.role())
                            + " CREATEDB; or restore into a database that exists");
        }
    }

    private void encoding(ServerFacts facts) {
        if (facts.encoding().equals("UTF8")) {
            findings.ok(Check.ENCODING, "the database has the encoding UTF8");
        } else {
            findings.warning(
                    Check.ENCODING,
                    "the database has the encoding " + facts.encoding()
                            + ": a restore is refused where it cannot hold the text of a backup",
                    "restore into a database with the encoding UTF8; intoNewDatabase(server, name) makes one with that of the"
                            + " backup");
        }
    }

    private void rights(ServerFacts facts) {
        String role = "the role " + facts.role();
        if (!facts.mayCreate()) {
            findings.warning(
                    Check.RIGHTS,
                    role + " may not create schemas in the database " + facts.database(),
                    "run as the owner of the database: GRANT CREATE ON DATABASE " + Sql.quote(facts.database()) + " TO "
                            + Sql.quote(facts.role()));
        }
        if (Boolean.FALSE.equals(facts.publicSchema())) {
            findings.warning(
                    Check.RIGHTS,
                    role + " may not create objects in the schema public",
                    "run as the owner of the database: GRANT CREATE ON SCHEMA public TO " + Sql.quote(facts.role()));
        }
        if (facts.mayCreate() && !Boolean.FALSE.equals(facts.publicSchema())) {
            findings.ok(Check.RIGHTS, role + " may create schemas, and objects in the schema public");
        }
    }

    private void plan(Supplier<RestorePreview> restore) {
        RestorePreview preview;
        try {
            preview = restore.get();
        } catch (BackupException e) {
            findings.error(e);
            return;
        }
        findings.ok(
                Check.RIGHTS,
                "the role may do what the restore needs: " + preview.objects().size() + " objects, "
                        + preview.tables().size() + " tables with " + preview.rows() + " rows");
        for (Skip skip : preview.skips()) {
            findings.warning(
                    skip.object().startsWith("extension ") ? Check.EXTENSIONS : Check.PLAN,
                    "the restore would leave out " + skip,
                    "provide what is missing on the target, or do without; strict() makes it an error");
        }
        preview.warnings().forEach(warning -> findings.warning(Check.PLAN, warning, null));
    }
}
