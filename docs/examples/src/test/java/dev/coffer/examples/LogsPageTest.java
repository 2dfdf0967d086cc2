package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page lists what the sources log: each key with its level, its logger and its names. */
class LogsPageTest {
    private static final String PACKAGE = "dev.coffer.backup.";
    private static final Pattern USE = Pattern.compile("\\bLOG\\b(?! =)");
    private static final Pattern CALL =
            Pattern.compile("\\bLOG\\s*\\.(trace|debug|info|warn|error)\\(\\s*\"([^\"]*)\"\\s*[,)]");
    private static final Pattern MESSAGE =
            Pattern.compile("[a-z-]+(?:\\.[a-z-]+)+(?: [a-z]+=(?:\\{}(?:ms)?|[a-z_-]+))*");
    private static final Pattern ROW =
            Pattern.compile("(?m)^(\\| `[a-z.-]+` \\| [A-Z]+ \\| `[A-Za-z.]+` \\| [a-z, –]+ \\|) .{10,} \\|$");

    @Test
    void listsEveryKeyThatIsLogged() {
        List<String> rows = ROW.matcher(Markdown.read("docs/reference/logs.md"))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(rows).hasSizeGreaterThan(70).containsExactlyInAnyOrderElementsOf(logged());
    }

    private static List<String> logged() {
        Map<String, TreeSet<String>> names = new TreeMap<>();
        for (Path source : sources()) {
            String text = read(source);
            Matcher call = CALL.matcher(text);
            int calls = 0;
            while (call.find()) {
                calls++;
                assertThat(call.group(2)).as(source.toString()).matches(MESSAGE);
                String[] words = call.group(2).split(" ");
                TreeSet<String> of = names.computeIfAbsent(
                        "| `" + words[0] + "` | " + call.group(1).toUpperCase(Locale.ROOT) + " | `" + logger(source)
                                + "` | ",
                        key -> new TreeSet<>());
                Stream.of(words).skip(1).map(word -> word.split("=")[0]).forEach(of::add);
            }
            assertThat(USE.matcher(text).results().count())
                    .as("each use of the logger in %s is a call with its key", source)
                    .isEqualTo(calls);
        }
        return names.entrySet().stream()
                .map(row -> row.getKey() + (row.getValue().isEmpty() ? "–" : String.join(", ", row.getValue())) + " |")
                .toList();
    }

    private static String logger(Path source) {
        String path = source.toString().replace('\\', '/');
        String name = path.substring(path.indexOf("/java/") + 6, path.length() - ".java".length())
                .replace('/', '.');
        assertThat(name).startsWith(PACKAGE);
        return name.substring(PACKAGE.length());
    }

    /** Those that have a logger; it is called LOG everywhere. */
    private static List<Path> sources() {
        try (Stream<Path> modules = Files.list(Markdown.root())) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .filter(folder -> Files.isDirectory(folder.resolve("dev/coffer/backup")))
                    .flatMap(LogsPageTest::under)
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> read(file).contains("LoggerFactory.getLogger("))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> under(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
