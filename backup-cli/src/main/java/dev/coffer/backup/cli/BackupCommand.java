package dev.coffer.backup.cli;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.TableExporter;
import dev.coffer.backup.TableSelection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "backup", description = "Takes a backup. The last line that it prints is the backup's directory.")
final class BackupCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CofferCommand coffer;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--source",
            paramLabel = "URL",
            description =
                    "The database: postgresql://…, jdbc:postgresql://…, env:NAME or file:PATH; POSTGRES_URL unless given.")
    private @Nullable String source;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = "database_backups",
            description = "The folder in which the backup gets its own (${DEFAULT-VALUE}).")
    private Path to = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "backup",
            description = "How the backup's folder begins; the time follows (${DEFAULT-VALUE}).")
    private String name = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "json,csv",
            description = "What to write: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private List<Format> formats = List.of();

    @Option(names = "--gzip", description = "Compress the data files.")
    private boolean gzip;

    @Option(
            names = "--table",
            paramLabel = "PATTERN",
            description = "Only tables that fit, such as public.*; may be given several times.")
    private List<String> tables = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "No table that fits, such as *.audit_*; may be given several times.")
    private List<String> excluded = List.of();

    @Option(names = "--jobs", paramLabel = "N", description = "How many connections at the same time, at most (4).")
    private @Nullable Integer jobs;

    @Option(
            names = "--lock-timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for a lock on a table; 0 waits for ever (60).")
    private @Nullable Integer lockTimeout;

    @Option(names = "--strict", description = "Fail when anything has to be skipped.")
    private boolean strict;

    @Override
    public Integer call() {
        Terminal terminal = coffer.terminal;
        Databases databases = new Databases(terminal);
        BackupReport report = databases.with(databases.of(source), this::run);
        Reports.backup(terminal, report);
        return ExitStatus.of(report.completeness());
    }

    private BackupReport run(PostgresDatabase database) {
        try (ProgressView progress = ProgressView.on(coffer.terminal)) {
            return plan(database, progress).run();
        }
    }

    private BackupPlan plan(PostgresDatabase database, ProgressView progress) {
        BackupPlan.Builder plan = BackupPlan.builder()
                .source(database)
                .export(formats.stream()
                        .distinct()
                        .map(format -> format.exporter(gzip))
                        .toArray(TableExporter[]::new))
                .to(to)
                .listener(progress);
        try {
            plan.name(name).tables(selection());
            if (jobs != null) {
                plan.connections(jobs);
            }
            if (lockTimeout != null) {
                plan.lockTimeout(Duration.ofSeconds(lockTimeout));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return (strict ? plan.strict() : plan).build();
    }

    private TableSelection selection() {
        TableSelection included =
                tables.isEmpty() ? TableSelection.all() : TableSelection.include(tables.toArray(String[]::new));
        return included.exclude(excluded.toArray(String[]::new));
    }
}
