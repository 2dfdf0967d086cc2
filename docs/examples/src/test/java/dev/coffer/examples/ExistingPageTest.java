package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Existing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page about what exists: every cell of its table, and every claim below it, leads to a test that is there. */
class ExistingPageTest {
    private static final String PAGE = "docs/reference/existing.md";
    private static final Pattern TEST = Pattern.compile("\\]\\(([^)#]+Test\\.java)#(\\w+)\\)");

    @ParameterizedTest
    @EnumSource(Existing.class)
    void everyCellLeadsToItsTest(Existing existing) {
        List<String> rows = Markdown.read(PAGE)
                .lines()
                .filter(line -> line.startsWith("| `" + existing + "`"))
                .toList();

        assertThat(rows).hasSize(1);
        String[] cells = rows.get(0).split(" \\| ");
        assertThat(cells).hasSize(4);
        for (int i = 1; i < cells.length; i++) {
            assertThat(TEST.matcher(cells[i]).results()).as(cells[i]).hasSize(1);
        }
    }

    @Test
    void everyLinkLeadsToATestMethod() throws Exception {
        Path folder = Markdown.root().resolve(PAGE).getParent();
        List<MatchResult> links = TEST.matcher(Markdown.read(PAGE)).results().toList();
        assertThat(links).hasSizeGreaterThan(18);
        for (MatchResult link : links) {
            assertThat(Files.readString(folder.resolve(link.group(1))))
                    .as(link.group())
                    .containsPattern(
                            "@(Test|ParameterizedTest)(\\s*@\\w+(\\([^)]*\\))?)*\\s+void " + link.group(2) + "\\(");
        }
    }
}
