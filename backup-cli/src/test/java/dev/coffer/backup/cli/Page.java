package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of {@code docs/how-to}, whose commands of the shell run here one after the other, in this process and in a folder of
 * the test's. The server behind {@code ssh} is that folder.
 */
final class Page {
    private static final Pattern COMMAND = Pattern.compile(
            "(?m)^\\$ (?:ssh \\S+ ([^|\\n]*) \\| )?java -jar coffer\\.jar ([^|\\n]*?)(?: \\| ssh \\S+ '([^'\\n]*)')?$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    private final Path folder;
    private final Iterator<MatchResult> commands;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> meanings = new HashMap<>();

    private Page(String text, Path folder) {
        this.folder = folder;
        Matcher found = COMMAND.matcher(text);
        List<MatchResult> all = found.results().toList();
        assertThat(all).as("commands of the page").hasSize(text.split("java -jar coffer\\.jar", -1).length - 1);
        this.commands = all.iterator();
    }

    /** @param name of the page, such as {@code archive} */
    static Page of(String name, Path folder) throws IOException {
        return new Page(Files.readString(Path.of("..", "docs", "how-to", name + ".md")), folder);
    }

    Page variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What a word of the page stands for in this run: an example's backup, folder or file. */
    Page means(String word, Object here) {
        meanings.put(word, here.toString());
        return this;
    }

    /** What a command left. */
    record Ran(String command, int status, String out, String err) {
        Ran endsWith(int expected) {
            assertThat(status).as(command + "\n" + err + out).isEqualTo(expected);
            return this;
        }

        String lastLine() {
            return out.lines().reduce("", (before, line) -> line);
        }
    }

    /** Runs the next command of the page. */
    Ran next() throws IOException {
        MatchResult command = commands.next();
        TestTerminal terminal = TestTerminal.of(environment, input(command.group(1)));
        int status = terminal.run(words(command.group(2)));
        if (command.group(3) != null) {
            Path sent = Files.write(folder.resolve("sent"), terminal.bytes());
            sh(command.group(3), ProcessBuilder.Redirect.from(sent.toFile()), ProcessBuilder.Redirect.DISCARD);
        }
        return new Ran(command.group(2), status, terminal.out(), terminal.err());
    }

    void isAtItsEnd() {
        assertThat(commands.hasNext()).as("commands that no test ran").isFalse();
    }

    private InputStream input(String command) throws IOException {
        if (command == null) {
            return InputStream.nullInputStream();
        }
        Path received = folder.resolve("received");
        sh(command, ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.to(received.toFile()));
        return new ByteArrayInputStream(Files.readAllBytes(received));
    }

    private void sh(String command, ProcessBuilder.Redirect in, ProcessBuilder.Redirect out) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectInput(in)
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor()).as(command).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while running " + command, e));
        }
    }

    private String[] words(String line) {
        List<String> words = new ArrayList<>();
        WORD.matcher(line)
                .results()
                .map(word -> word.group().replaceAll("^['\"]|['\"]$", ""))
                .map(word -> meanings.getOrDefault(word, word))
                .forEach(words::add);
        // The process's own variables belong to whoever runs the tests.
        if (List.of("backup", "guard").contains(words.get(0))
                || (words.get(0).equals("doctor") && !words.contains("--target"))) {
            words.addAll(1, List.of("--source", "env:POSTGRES_URL"));
        }
        return words.toArray(String[]::new);
    }
}
