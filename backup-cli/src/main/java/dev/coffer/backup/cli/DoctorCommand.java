package dev.coffer.backup.cli;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Preflight;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.spi.Compression;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "doctor",
        description =
                "Looks for what a backup would meet, or with --target a restore, before any byte travels: connection,"
                        + " rights, row security, extensions, encoding, timeouts, disk, clock. Changes nothing. Exit status 1 when"
                        + " a run would fail.")
final class DoctorCommand extends Subcommand {
    @Option(
            names = "--source",
            paramLabel = "URL",
            description =
                    "The database to back up: postgresql://…, jdbc:postgresql://…, env:NAME or file:PATH; POSTGRES_URL"
                            + " unless given.")
    private @Nullable String source;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = "database_backups",
            description = "Where the backup would go (${DEFAULT-VALUE}).")
    private Path to = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "json,csv",
            description = "What would be written or read: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private List<Format> formats = List.of();

    @Mixin
    private TableOptions tables = new TableOptions();

    @Option(names = "--target", paramLabel = "URL", description = "Instead of a source: the database to restore into.")
    private @Nullable String target;

    @Option(names = "--backup", paramLabel = "BACKUP", description = "With --target: what would be restored.")
    private @Nullable Path backup;

    @Option(names = "--create-db", paramLabel = "NAME", description = "With --backup: into this new database.")
    private @Nullable String createDatabase;

    @Option(
            names = "--existing",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "With --backup: refuse, clean, truncate, append, upsert or skip (refuse).")
    private Existing existing = Existing.REFUSE;

    @Override
    Outcome run() {
        if (target != null && source != null) {
            throw new ParameterException(spec.commandLine(), "give either --source or --target");
        }
        if (backup != null && target == null) {
            throw new ParameterException(spec.commandLine(), "--backup needs --target");
        }
        Databases databases = new Databases(coffer.terminal);
        Preflight found = target == null
                ? databases.with(databases.of(source), database -> asked(database, source(database)))
                : databases.with(databases.of(target), database -> asked(database, target(database)));
        return new Outcome(
                found.severity() == Preflight.Severity.ERROR ? ExitStatus.FAILED : ExitStatus.COMPLETE,
                terminal -> LivingReports.preflight(terminal, found),
                values -> LivingValues.preflight(values, found));
    }

    /** Lets somebody who watches be asked for the password that is missing. */
    private Preflight asked(PostgresDatabase database, Preflight found) {
        boolean refused = found.findings().stream().anyMatch(finding -> finding.code() == ErrorCode.AUTHENTICATION);
        return refused && coffer.terminal.interactive() && !database.hasPassword() ? found.requireNoErrors() : found;
    }

    private Preflight source(PostgresDatabase database) {
        return BackupPlan.builder()
                .source(database)
                .export(formats.stream()
                        .distinct()
                        .map(format -> format.exporter(Compression.NONE))
                        .toArray(TableExporter[]::new))
                .tables(tables.selection())
                .to(to)
                .build()
                .preflight();
    }

    private Preflight target(PostgresDatabase database) {
        if (backup == null) {
            return Preflight.ofTarget(database);
        }
        try (GivenBackup given = GivenBackup.of(backup, coffer.terminal)) {
            RestorePlan.Builder plan = RestorePlan.builder()
                    .strategy(formats.stream().distinct().map(Format::strategy).toArray(RestoreStrategy[]::new))
                    .tables(tables.selection())
                    .existing(existing);
            given.in(plan);
            return (createDatabase == null ? plan.into(database) : plan.intoNewDatabase(database, createDatabase))
                    .build()
                    .preflight();
        }
    }
}
