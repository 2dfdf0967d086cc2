package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

class CommandLineTest {
    private final TestTerminal terminal = TestTerminal.create();

    @Test
    void printsVersion() {
        assertThat(terminal.run("--version")).isZero();
        assertThat(terminal.out()).startsWith("coffer ");
    }

    /** In its own help, and in the reference, where one row or several begin with its name. */
    @Test
    void explainsEveryCommandAndOption() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "reference", "shell.md"));
        Set<String> everywhere = Set.of("--help", "--version", "--verbose", "--output");
        Shell.commands(TestTerminal.nobody()).getSubcommands().forEach((name, command) -> {
            TestTerminal asked = TestTerminal.create();
            assertThat(asked.run(name, "--help")).isZero();
            assertThat(asked.out()).startsWith("Usage: coffer " + name);
            assertThat(asked.err()).isEmpty();
            String row = rows.stream()
                    .filter(line -> line.matches("\\| `" + name + "\\b.*"))
                    .collect(Collectors.joining());
            assertThat(row).as(name).isNotEmpty();
            for (ArgSpec argument : command.getCommandSpec().args()) {
                assertThat(argument.description()).as(name + " " + argument).isNotEmpty();
                if (argument instanceof OptionSpec option && !everywhere.contains(option.longestName())) {
                    assertThat(row).as(name).contains(option.longestName());
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--help restore"})
    void listsEveryCommandWhateverElseIsSaid(String arguments) {
        assertThat(terminal.run(arguments.split(" "))).isZero();
        String help = terminal.out();
        assertThat(Shell.commands(TestTerminal.nobody()).getSubcommands())
                .hasSize(17)
                .allSatisfy((name, command) -> assertThat(help)
                        .containsPattern("(?m)^  " + name + " +"
                                + Pattern.quote(command.getCommandSpec()
                                        .usageMessage()
                                        .description()[0]
                                        .substring(0, 12))));
    }

    @Test
    void readsArgumentsFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("arguments"), "info --help");
        assertThat(terminal.run("@" + file)).isZero();
        assertThat(terminal.out()).startsWith("Usage: coffer info [-hV]").contains("Exit status: 0 complete");
    }

    @Test
    void wantsACommand() {
        assertThat(terminal.run()).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                coffer: no command was given
                Hint: coffer --help lists what it takes
                """);
    }

    @Test
    void refusesUnknownFormat() {
        assertThat(terminal.run("backup", "--format", "parquet")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        coffer: Invalid value for option '--format' (FORMAT): expected one of [json, csv, pgdump] (case-insensitive) but was 'parquet'
                        Hint: coffer backup --help lists what it takes
                        """);
    }

    @Test
    void refusesNameThatIsNone() {
        assertThat(terminal.run("backup", "--source", "postgresql://u@127.0.0.1:1/d", "--name", "../up"))
                .isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        coffer: name must be 1 to 100 letters, digits, '_', '-' and '.', beginning with a letter, digit or '_'
                        Hint: coffer backup --help lists what it takes
                        """);
    }

    @Test
    void refusesSchemaOnlyWithDataOnly() {
        assertThat(terminal.run("restore", "b", "--target", "postgresql://u@h/d", "--schema-only", "--data-only"))
                .isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        coffer: --schema-only, --data-only are mutually exclusive (specify only one)
                        Hint: coffer restore --help lists what it takes
                        """);
    }

    @Test
    void wantsATarget() {
        assertThat(terminal.run("restore", "backup")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        coffer: Missing required option: '--target=URL'
                        Hint: coffer restore --help lists what it takes
                        """);
    }

    @ParameterizedTest
    @DisplayName("F37 a connection string at the wrong place is not repeated")
    @ValueSource(
            strings = {
                "postgresql://app:canary-7@h/d",
                "jdbc:postgresql://h/d?user=app&password=canary-7",
                "POSTGRES://app:canary-7@h/d",
                "password=canary-7"
            })
    void hidesConnectionStrings(String secret) {
        for (List<String> arguments : List.of(
                List.of("backup", secret),
                List.of(secret),
                List.of("backup", "--sorce", secret),
                List.of("backup", "--sorce=" + secret),
                List.of("backup", "--format", secret),
                List.of("restore", "a", secret, "--target", secret),
                List.of("backup", "--source", secret, "--source", secret),
                List.of("backup", "--jobs", secret),
                List.of("list", "a", secret),
                List.of("info", "a", secret))) {
            assertThat(terminal.run(arguments.toArray(String[]::new))).isEqualTo(2);
        }
        assertThat(terminal.out() + terminal.err()).doesNotContain("canary");
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        assertThat(terminal.run("backup", "--source", "env:STAGING_URL")).isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("""
                        coffer: the environment variable STAGING_URL is not set
                        Hint: export STAGING_URL=postgresql://user@host/database
                        """);
    }

    @Test
    void namesTheFileThatIsNotThere(@TempDir Path folder) {
        Path file = folder.resolve("url");

        assertThat(terminal.run("backup", "--source", "file:" + file)).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo("coffer: the file with the connection string does not exist (file " + file
                        + ")\nHint: give file: the path of a file whose first line is the connection string\n");
    }

    @Test
    void tellsThatNothingAnswers(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("url"), "postgresql://app:canary-7@127.0.0.1:1/shop\n");

        assertThat(terminal.run("backup", "--source", "file:" + file, "--to", folder.toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("coffer: ", "Hint: ").doesNotContain("canary", "\tat ", "    at ");
        assertThat(terminal.out()).isEmpty();
    }
}
