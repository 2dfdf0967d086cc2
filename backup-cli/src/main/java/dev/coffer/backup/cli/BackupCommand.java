package dev.coffer.backup.cli;

import dev.coffer.backup.ArchiveFormat;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.BackupReport;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.RetentionPolicy;
import dev.coffer.backup.StreamReport;
import dev.coffer.backup.TableExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "backup", description = "Takes a backup. The last line that it prints is the backup's directory.")
final class BackupCommand extends Subcommand {
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
            description =
                    "The folder in which the backup gets its own (${DEFAULT-VALUE}). -: standard output, as one archive"
                            + " (tar.gz unless --archive says otherwise); with --format json and no --archive as the one JSON file.")
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

    @ArgGroup
    private CompressionOptions compression = new CompressionOptions();

    @Mixin
    private TableOptions tables = new TableOptions();

    @Option(
            names = "--exclude-data",
            paramLabel = "PATTERN",
            description = "Only the structure of tables that fit, and no rows; may be given several times.")
    private List<String> excludedData = List.of();

    @Option(
            names = "--where",
            paramLabel = "TABLE=CONDITION",
            description = "Only the rows for which an SQL condition is true; it reaches the server as it is.")
    private List<String> wheres = List.of();

    @Option(
            names = "--since",
            paramLabel = "TABLE.COLUMN=DURATION",
            description = "Only rows of the last days or hours, such as public.interactions.created_at=7d.")
    private List<String> sinces = List.of();

    @Option(names = "--jobs", paramLabel = "N", description = "How many connections at the same time, at most (4).")
    private @Nullable Integer jobs;

    @Option(
            names = "--lock-timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for a lock on a table; 0 waits for ever (60).")
    private @Nullable Integer lockTimeout;

    @Option(
            names = "--archive",
            paramLabel = "FORM",
            converter = ArchiveForm.class,
            description = "Also write the whole backup as one file beside its directory: tar.gz or tar.zst.")
    private @Nullable ArchiveFormat archive;

    @Option(
            names = "--exclusive",
            description =
                    "Begin nothing while another exclusive backup is written into the same folder; status 4 then.")
    private boolean exclusive;

    @ArgGroup
    private BaseOptions base = new BaseOptions();

    @ArgGroup
    private ShrinkOptions shrinking = new ShrinkOptions();

    @Option(
            names = "--keep-last",
            paramLabel = "N",
            defaultValue = "" + RetentionPolicy.DEFAULT_LAST,
            description =
                    "Say so when more than N backups of a database lie in the folder, and on a terminal offer to remove"
                            + " the rest (${DEFAULT-VALUE}).")
    private int keep;

    @Mixin
    private ProviderOption provider = new ProviderOption();

    @Option(names = "--strict", description = "Fail when anything has to be skipped.")
    private boolean strict;

    @Override
    Outcome run() {
        if (isStreamed()) {
            return stream();
        }
        BackupReport report = coffer.watched(
                source,
                (database, progress) -> CofferCommand.arguments(spec, () -> plan(database, progress))
                        .run());
        return new Outcome(
                ExitStatus.of(report.completeness()),
                terminal -> {
                    Reports.backup(terminal, report);
                    new KeepOffer(terminal, to, keep).make();
                },
                values -> RunValues.backup(values, report));
    }

    private boolean isStreamed() {
        return to.toString().equals("-");
    }

    private Outcome stream() {
        OutputStream out = coffer.stream();
        StreamReport report = coffer.watched(source, (database, progress) -> {
            BackupPlan plan = CofferCommand.arguments(spec, () -> plan(database, progress));
            try {
                return archive == null && formats.equals(List.of(Format.json))
                        ? plan.writeTo(out)
                        : plan.writeTo(out, archive == null ? ArchiveFormat.TAR_GZ : archive);
            } catch (IOException e) {
                throw Problem.of(ErrorCode.IO, "nobody took the whole backup: " + e.getMessage())
                        .hint("look why the program that reads it ended; what it received is no backup")
                        .exception(e);
            }
        });
        return new Outcome(
                ExitStatus.of(report.completeness()),
                terminal -> Reports.stream(terminal, report),
                values -> RunValues.stream(values, report));
    }

    private BackupPlan plan(PostgresDatabase database, ProgressView progress) {
        BackupPlan.Builder plan = BackupPlan.builder()
                .source(database)
                .export(formats.stream()
                        .distinct()
                        .map(format -> format.exporter(compression.chosen()))
                        .toArray(TableExporter[]::new))
                .listener(progress)
                .name(name)
                .tables(tables.selection())
                .excludeData(excludedData.toArray(String[]::new));
        wheres.stream().map(ConditionArgument::where).forEach(where -> plan.where(where.table(), where.condition()));
        sinces.stream().map(ConditionArgument::since).forEach(since -> plan.where(since.table(), since.condition()));
        if (jobs != null) {
            plan.connections(jobs);
        }
        if (lockTimeout != null) {
            plan.lockTimeout(Duration.ofSeconds(lockTimeout));
        }
        base.in(plan);
        shrinking.in(plan);
        if (exclusive) {
            plan.exclusive();
        }
        provider.profile().ifPresent(plan::profile);
        if (isStreamed()) {
            plan.toStream();
        } else {
            plan.to(to);
            if (archive != null) {
                plan.archive(archive);
            }
        }
        return (strict ? plan.strict() : plan).build();
    }
}
