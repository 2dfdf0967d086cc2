package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {
    private static final Pattern REGION =
            Pattern.compile("(?ms)^ *// tag::([a-z-]+)\\[\\]\\R(.*?)^ *// end::\\1\\[\\]$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static final Pattern PLACE = Pattern.compile("\\]\\(((?:[^)#:]+\\.md)?)#([^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** What README and the guides show is code that {@link ExamplesTest} runs, or a test itself. */
    static Stream<String> guides() {
        return Markdown.documents().stream()
                .filter(path -> path.equals("README.md")
                        || path.startsWith("docs/how-to")
                        || path.equals("docs/quickstart.md"));
    }

    static Stream<String> documents() {
        return Stream.concat(
                Markdown.documents().stream(), Stream.of("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"));
    }

    @ParameterizedTest
    @MethodSource("guides")
    void javaBlocksAreSamplesThatRun(String path) {
        List<String> regions = regions();
        for (String block : Markdown.blocks(Markdown.read(path), "java")) {
            String rest = block;
            for (String region : regions) {
                rest = rest.replace(region, "");
            }
            assertThat(rest.strip()).as("not a region of a sample").isEmpty();
        }
    }

    @Test
    void firstScreenOfTheReadmeHas45LinesAtMost() {
        List<String> lines = Markdown.read("README.md").lines().toList();

        assertThat(lines.indexOf("## What it guarantees")).isBetween(1, 45);
        assertThat(region("backup").lines()).hasSize(8);
        assertThat(region("restore").lines()).hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(String path) {
        Path folder = Markdown.root().resolve(path).getParent();
        Matcher link = LINK.matcher(Markdown.read(path));
        while (link.find()) {
            assertThat(Files.exists(folder.resolve(link.group(1))))
                    .as(link.group(1))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void placesInPagesAreThere(String path) {
        Path page = Markdown.root().resolve(path);
        Matcher link = PLACE.matcher(Markdown.read(path));
        while (link.find()) {
            String there = link.group(1).isEmpty()
                    ? path
                    : Markdown.root()
                            .relativize(page.resolveSibling(link.group(1)).normalize())
                            .toString();
            assertThat(headings(there)).as(there).contains(link.group(2));
        }
    }

    /** As they stand behind the {@code #} of a link. */
    private static List<String> headings(String path) {
        return HEADING.matcher(Markdown.read(path))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** A page that claims a proof must not outlive it. */
    @Test
    void faultsAreProvedWhereThePageSays() {
        Path folder = Markdown.root().resolve("docs/reference");
        List<String> rows = Markdown.read("docs/reference/faults.md")
                .lines()
                .filter(line -> line.startsWith("| F"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(35);
        for (String row : rows) {
            String number = row.substring(2, 5);
            Matcher link = LINK.matcher(row.substring(row.lastIndexOf(" | ", row.length() - 3)));
            assertThat(link.results().map(found -> folder.resolve(found.group(1))))
                    .as(row)
                    .isNotEmpty()
                    .allSatisfy(test -> assertThat(test).content().containsPattern("\"[^\"]*\\b" + number + "\\b"));
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyErrorIsExplained(ErrorCode code) {
        assertThat(Markdown.read("docs/reference/errors.md"))
                .containsPattern(
                        "(?m)^\\| `" + Pattern.quote(code.toString()) + "` \\| `" + code.name() + "` \\| .{20,} \\|$");
    }

    private static String region(String name) {
        return new ArrayList<>(regions(name)).get(0);
    }

    private static List<String> regions() {
        return regions("[a-z-]+");
    }

    /** Without the indentation that they have in the class. */
    private static List<String> regions(String name) {
        return Markdown.samples().stream()
                .flatMap(sample -> REGION.matcher(sample).results())
                .filter(found -> found.group(1).matches(name))
                .map(found -> found.group(2).stripTrailing().stripIndent() + "\n")
                .toList();
    }
}
