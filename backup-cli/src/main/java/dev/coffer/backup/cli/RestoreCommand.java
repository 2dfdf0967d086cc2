package dev.coffer.backup.cli;

import dev.coffer.backup.Backup;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.RestoreStrategy;
import dev.coffer.backup.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "restore", description = "Restores a backup into an empty database, all or nothing.")
final class RestoreCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CofferCommand coffer;

    @Parameters(paramLabel = "BACKUP", description = "A backup's directory, or a complete_backup.json that lies alone.")
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

    @Option(names = "--strict", description = "Fail when anything has to be skipped.")
    private boolean strict;

    /** Either, or neither. */
    static final class Part {
        @Option(names = "--schema-only", description = "No rows.")
        private boolean schemaOnly;

        @Option(names = "--data-only", description = "Only rows, into tables that exist and are empty.")
        private boolean dataOnly;

        Scope scope() {
            return schemaOnly ? Scope.SCHEMA_ONLY : dataOnly ? Scope.DATA_ONLY : Scope.EVERYTHING;
        }
    }

    @Override
    public Integer call() {
        Terminal terminal = coffer.terminal;
        Databases databases = new Databases(terminal);
        RestoreReport report = databases.with(databases.of(target), this::run);
        Reports.restore(terminal, report);
        return ExitStatus.of(report.completeness());
    }

    private RestoreReport run(PostgresDatabase database) {
        try (ProgressView progress = ProgressView.on(coffer.terminal)) {
            return plan(database, progress).run();
        }
    }

    private RestorePlan plan(PostgresDatabase database, ProgressView progress) {
        RestorePlan.Builder plan = RestorePlan.builder()
                .strategy(formats.stream().distinct().map(Format::strategy).toArray(RestoreStrategy[]::new))
                .scope(part == null ? Scope.EVERYTHING : part.scope())
                .listener(progress);
        if (Files.isRegularFile(backup)) {
            plan.from(backup);
        } else {
            plan.from(Backup.open(backup));
        }
        if (createDatabase != null) {
            plan.intoNewDatabase(database, createDatabase);
        } else {
            plan.into(database);
        }
        return (strict ? plan.strict() : plan).build();
    }
}
