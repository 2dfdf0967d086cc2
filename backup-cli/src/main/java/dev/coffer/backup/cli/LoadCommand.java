package dev.coffer.backup.cli;

import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.Scope;
import dev.coffer.backup.csv.CsvDialect;
import dev.coffer.backup.csv.CsvRestoreStrategy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "load",
        description = "Loads a CSV file, or a folder of them, into tables that exist, by the names in the header.")
final class LoadCommand extends Subcommand {
    @Parameters(paramLabel = "FILE", description = "A .csv or .csv.gz with a header, or a folder of such files.")
    private Path file = Path.of("");

    @Option(
            names = "--into",
            paramLabel = "TABLE",
            description = "The table, as schema.table; unless given, the one that the file is named after.")
    private @Nullable String into;

    @Option(
            names = "--target",
            paramLabel = "URL",
            required = true,
            description = "The database: postgresql://…, jdbc:postgresql://…, env:NAME or file:PATH.")
    private String target = "";

    @Option(
            names = "--existing",
            paramLabel = "POLICY",
            defaultValue = "refuse",
            description = "What to do with rows that are there: refuse, truncate, append, upsert or skip (refuse).")
    private Existing existing = Existing.REFUSE;

    @Option(
            names = "--separator",
            paramLabel = "CHARACTER",
            description = "What separates fields, if not a comma: a semicolon, a vertical bar, or tab.")
    private @Nullable String separator;

    @Option(names = "--dry-run", description = "Say what would happen, and change nothing.")
    private boolean dryRun;

    @Override
    Outcome run() {
        return TargetRun.of(
                coffer,
                target,
                dryRun,
                (database, progress) -> CofferCommand.arguments(spec, () -> plan(database, progress)));
    }

    private RestorePlan plan(PostgresDatabase database, ProgressView progress) {
        RestorePlan.Builder plan = RestorePlan.builder()
                .from(file)
                .strategy(strategy())
                .scope(Scope.DATA_ONLY)
                .existing(existing)
                .into(database)
                .listener(progress);
        return (into == null ? plan : plan.intoTable(into)).build();
    }

    private CsvRestoreStrategy strategy() {
        if (separator == null) {
            return CsvRestoreStrategy.create();
        }
        String character = separator.equals("tab") ? "\t" : separator;
        if (character.length() != 1) {
            throw new IllegalArgumentException("--separator takes one character, or the word tab");
        }
        return CsvRestoreStrategy.builder()
                .dialect(CsvDialect.excel().separator(character.charAt(0)))
                .build();
    }
}
