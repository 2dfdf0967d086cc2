package dev.coffer.backup.cli;

import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "restore", description = "Restores a backup, or chosen tables of one, all or nothing.")
final class RestoreCommand extends Subcommand {
    @Parameters(
            paramLabel = "BACKUP",
            description =
                    "A backup's directory, an archive of one, or a file that restores alone: a complete_backup.json or a"
                            + " dump; - for an archive or such a file on standard input.")
    private Path backup = Path.of("");

    @Option(
            names = "--target",
            paramLabel = "URL",
            required = true,
            description = "The database: postgresql://…, jdbc:postgresql://…, env:NAME or file:PATH.")
    private String target = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "json,csv",
            description = "What to read: ${COMPLETION-CANDIDATES}; the first that the backup holds (${DEFAULT-VALUE}).")
    private List<Format> formats = List.of();

    @ArgGroup
    private @Nullable Part part;

    @Option(
            names = "--create-db",
            paramLabel = "NAME",
            description =
                    "Create this database on the target's server and restore into it; dropped again if that fails.")
    private @Nullable String createDatabase;

    @Mixin
    private TableOptions tables = new TableOptions();

    @Option(names = "--with-dependents", description = "Also what depends on the chosen tables, such as views.")
    private boolean dependents;

    @Option(
            names = "--existing",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What to do with what exists: refuse, clean, truncate, append, upsert or skip (refuse).")
    private Existing existing = Existing.REFUSE;

    @Option(
            names = "--allow-partial",
            description = "Take the rows of a table that was saved with a condition for all of them.")
    private boolean allowPartial;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "How many connections at the same time, each with its own transactions, where nothing exists (1).")
    private @Nullable Integer jobs;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Option(
            names = "--accept-edited",
            description = "Take a complete_backup.json that somebody has edited; nothing of it is proved.")
    private boolean acceptEdited;

    @Option(names = "--dry-run", description = "Say what would happen, and change nothing.")
    private boolean dryRun;

    @Option(names = "--strict", description = "Fail when anything has to be skipped.")
    private boolean strict;

    /** Either, or neither. */
    static final class Part {
        @Option(names = "--schema-only", description = "No rows.")
        private boolean schemaOnly;

        @Option(names = "--data-only", description = "Only rows, into tables that exist.")
        private boolean dataOnly;

        Scope scope() {
            return schemaOnly ? Scope.SCHEMA_ONLY : dataOnly ? Scope.DATA_ONLY : Scope.EVERYTHING;
        }
    }

    @Override
    Outcome run() {
        try (GivenBackup given = GivenBackup.of(backup, coffer.terminal)) {
            return TargetRun.of(
                    coffer,
                    target,
                    dryRun,
                    (database, progress) -> CofferCommand.arguments(spec, () -> plan(given, database, progress)));
        }
    }

    private RestorePlan plan(GivenBackup given, PostgresDatabase database, ProgressView progress) {
        RestorePlan.Builder plan = RestorePlan.builder()
                .strategy(formats.stream()
                        .distinct()
                        .map(format -> format.reading(acceptEdited))
                        .toArray(RestoreStrategy[]::new))
                .tables(dependents ? tables.selection().withDependents() : tables.selection())
                .existing(existing)
                .listener(progress);
        trust.apply(plan);
        provider.profile().ifPresent(plan::profile);
        if (part != null) {
            plan.scope(part.scope());
        }
        given.in(plan);
        if (createDatabase != null) {
            plan.intoNewDatabase(database, createDatabase);
        } else {
            plan.into(database);
        }
        if (jobs != null) {
            plan.jobs(jobs);
        }
        if (allowPartial) {
            plan.allowPartial();
        }
        return (strict ? plan.strict() : plan).build();
    }
}
