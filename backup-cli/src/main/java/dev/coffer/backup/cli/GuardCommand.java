package dev.coffer.backup.cli;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Guard;
import dev.coffer.backup.GuardNotice;
import dev.coffer.backup.GuardReport;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.Compression;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "guard",
        description =
                "Takes a backup, then runs a command such as an import. When that ends with another status than 0, gives"
                        + " the tables that it touched their rows of before; what others wrote there since is lost too. What the"
                        + " command prints goes to standard error.")
final class GuardCommand extends Subcommand {
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
            names = "--fresh-within",
            paramLabel = "DURATION",
            description = "Take no new backup where there is a good one of that name no older than this, such as 1h.")
    private @Nullable String freshWithin;

    @Mixin
    private TableOptions tables = new TableOptions();

    @Option(
            names = "--offer",
            description = "Ask before the tables are restored; where nobody can be asked, leave them as they are.")
    private boolean offer;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "After --: the command, and what it is given.")
    private List<String> command = List.of();

    @Override
    Outcome run() {
        GuardReport<Integer> report;
        try {
            report = coffer.watched(
                    source,
                    (database, progress) -> CofferCommand.arguments(spec, () -> guard(database, progress))
                            .run());
        } catch (GuardedProcess.Failure failure) {
            throw told(failure);
        }
        Path directory = report.backup().directory();
        return Outcome.complete(
                terminal -> terminal.print(directory.toString()),
                values -> values.put("directory", directory).put("fresh", report.fresh()));
    }

    private Guard<Integer, GuardedProcess.Failure> guard(PostgresDatabase database, ProgressView progress) {
        GuardedProcess process = new GuardedProcess(coffer.terminal, command);
        Guard<Integer, GuardedProcess.Failure> guard = BackupPlan.builder()
                .source(database)
                .export(Format.json.exporter(Compression.NONE), Format.csv.exporter(Compression.NONE))
                .to(to)
                .name(name)
                .listener(progress)
                .build()
                .<Integer, GuardedProcess.Failure>around(process::run)
                .strategy(Format.json.strategy(), Format.csv.strategy())
                .restoreIf(failure -> !offer || isWanted());
        if (tables.areChosen()) {
            guard = guard.tables(tables.selection());
        }
        return freshWithin == null ? guard : guard.orFreshWithin(ConditionArgument.duration(freshWithin));
    }

    private boolean isWanted() {
        String answer = coffer.terminal.interactive()
                ? coffer.terminal.ask().apply("The command failed. Restore the tables that it touched? [y/N] ")
                : null;
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private static BackupException told(GuardedProcess.Failure failure) {
        GuardNotice notice = GuardNotice.of(failure).orElse(null);
        if (notice == null) {
            return Problem.of(failure.code(), failure.what())
                    .hint("look at what the command printed")
                    .exception(failure);
        }
        String what = failure.what() + "; " + notice.getMessage();
        String backup = notice.outcome().backup().toString();
        return switch (notice.outcome().state()) {
            case RESTORED, UNTOUCHED ->
                Problem.of(failure.code(), what)
                        .hint("correct what the command complained about, and run it again")
                        .exception(failure);
            case LEFT ->
                Problem.of(failure.code(), what)
                        .hint("coffer compare " + backup + " says what changed, coffer recover and coffer restore bring"
                                + " it back")
                        .exception(failure);
            case FAILED -> {
                Problem reason = notice.getCause() instanceof BackupException known ? known.problem() : null;
                yield Problem.of(failure.code(), reason == null ? what : what + "; " + reason.what())
                        .hint(
                                reason == null || reason.hint() == null
                                        ? "coffer restore " + backup + " brings the tables back"
                                        : reason.hint())
                        .exception(failure);
            }
        };
    }
}
