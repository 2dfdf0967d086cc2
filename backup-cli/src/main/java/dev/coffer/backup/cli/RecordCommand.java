package dev.coffer.backup.cli;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.fixture.Recording;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "record",
        description =
                "Writes a fixture for tests: chosen rows, and every row that they refer to, as JSON that is good to read"
                        + " and to compare. The last line that it prints is the file.")
final class RecordCommand extends Subcommand {
    @Parameters(
            paramLabel = "FILE",
            description = "The fixture, such as fixtures/proteins.json; replaced if it exists.")
    private Path file = Path.of("");

    @Option(
            names = "--source",
            paramLabel = "URL",
            description =
                    "The database: postgresql://…, jdbc:postgresql://…, env:NAME or file:PATH; POSTGRES_URL unless given.")
    private @Nullable String source;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "Every row of a table, named as table or schema.table; may be given several times.")
    private List<String> tables = List.of();

    @Option(
            names = "--where",
            paramLabel = "TABLE=CONDITION",
            description = "The rows for which an SQL condition is true; it reaches the server as it is."
                    + " Given again for a table, those rows too.")
    private List<String> wheres = List.of();

    @Option(
            names = "--since",
            paramLabel = "TABLE.COLUMN=DURATION",
            description = "The rows of the last days or hours, such as public.interactions.created_at=7d.")
    private List<String> sinces = List.of();

    @Option(
            names = "--without",
            paramLabel = "COLUMN",
            description = "Leave out columns of this name, in every table; may be given several times.")
    private List<String> without = List.of();

    @Option(
            names = "--changing",
            description = "Keep columns whose default is another at every run, such as now(), with their values.")
    private boolean changing;

    @Override
    Outcome run() {
        if (tables.isEmpty() && wheres.isEmpty() && sinces.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no rows were chosen: --table, --where or --since");
        }
        Databases databases = new Databases(coffer.terminal);
        Recording.Recorded recorded = databases.with(
                databases.of(source),
                database ->
                        CofferCommand.arguments(spec, () -> recording(database)).writeTo(file));
        return Outcome.complete(
                terminal -> print(terminal, recorded),
                values -> values.put("file", recorded.file())
                        .put(
                                "rows",
                                recorded.rows().values().stream()
                                        .mapToLong(rows -> rows)
                                        .sum())
                        .each(
                                "tables",
                                recorded.rows().entrySet(),
                                (table, one) -> one.put("table", table.getKey().toString())
                                        .put("rows", table.getValue()))
                        .put("leftOut", recorded.leftOut()));
    }

    private static void print(Terminal terminal, Recording.Recorded recorded) {
        recorded.leftOut()
                .forEach(column -> terminal.tell("left out, since its default is another at every run: "
                        + Printable.line(column) + "; --changing keeps it"));
        recorded.rows()
                .forEach((table, rows) ->
                        terminal.print(Printable.line(table.toString()) + ": " + Quantity.of(rows, "row")));
        terminal.print(recorded.file().toString());
    }

    private Recording recording(PostgresDatabase database) {
        Recording recording = Recording.of(database).without(without.toArray(String[]::new));
        tables.forEach(recording::table);
        wheres.stream()
                .map(ConditionArgument::where)
                .forEach(where -> recording.rows(where.table(), where.condition()));
        sinces.stream()
                .map(ConditionArgument::since)
                .forEach(since -> recording.rows(since.table(), since.condition()));
        return changing ? recording.withChangingColumns() : recording;
    }
}
