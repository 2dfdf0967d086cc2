package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command line of the shell that a page shows is one that the shell understands. */
class DocumentedCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(?:console|sh|text|ini|yaml|bash)\\n(.*?)^ *```$");
    private static final Pattern COMMAND = Pattern.compile("-jar,? \\S*coffer\\.jar,?((?: [^|)\\]#\\n]*)?)");
    private static final Pattern CHECKED = Pattern.compile("`coffer ([^`]+)`");
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

    @Test
    void isUnderstood() {
        List<String> found = new ArrayList<>();
        for (Path page : pages()) {
            for (String line : commands(page)) {
                found.add(line);
                String[] arguments = WORD.matcher(line)
                        .results()
                        .map(word -> word.group().replaceAll("^['\"]|['\"]$|,$", ""))
                        .toArray(String[]::new);
                try {
                    Shell.commands(TestTerminal.nobody(), arguments).parseArgs(arguments);
                } catch (CommandLine.ParameterException e) {
                    fail("%s: coffer %s: %s", page, line, e.getMessage());
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(30).anyMatch(line -> line.contains("--exclusive, --output, json"));
    }

    /** README's checklist names commands without what they are given. */
    @Test
    void theChecklistNamesCommandsAndOptionsThatThereAre() {
        List<String> named = CHECKED.matcher(read(Path.of("..", "README.md")))
                .results()
                .map(command -> command.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(10);
        for (String line : named) {
            String[] words = line.split(" ", -1);
            CommandLine command = Shell.commands(TestTerminal.nobody(), words)
                    .getSubcommands()
                    .get(words[0]);
            assertThat(command).as(line).isNotNull();
            for (String word : words) {
                if (word.startsWith("--") && word.length() > 2) {
                    assertThat(command.getCommandSpec().findOption(word))
                            .as(line)
                            .isNotNull();
                }
            }
        }
    }

    private static List<String> commands(Path page) {
        List<String> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(read(page));
        while (block.find()) {
            String joined = block.group(1).replace("\\\n", " ");
            COMMAND.matcher(joined)
                    .results()
                    .map(command ->
                            command.group(1).replaceAll(" (?:2?>|&&|<).*", "").strip())
                    .forEach(commands::add);
        }
        return commands;
    }

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(Path.of("..", "docs"))) {
            return Stream.concat(Stream.of(Path.of("..", "README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
