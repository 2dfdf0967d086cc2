package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Progress;
import dev.coffer.backup.Progress.Phase;
import dev.coffer.backup.TableName;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream()),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            true,
            name -> null,
            question -> null,
            question -> null);

    private static Progress at(Phase phase, @Nullable TableName table, long rows) {
        return new Progress(phase, table, rows, rows, rows * 100, 1_000, 100_000);
    }

    @Test
    void linesTellPhasesAndNowAndThenRows() {
        AtomicLong clock = new AtomicLong();
        try (ProgressView lines = new ProgressLines(terminal, clock::get)) {
            lines.on(at(Phase.CATALOGUE, null, 0));
            lines.on(at(Phase.ROWS, null, 0));
            lines.on(at(Phase.ROWS, new TableName("public", "a"), 10));
            clock.set(11_000_000_000L);
            lines.on(at(Phase.ROWS, new TableName("public", "line\nbreak"), 520));
            lines.on(at(Phase.ROWS, new TableName("public", "b"), 530));
            lines.on(at(Phase.FINISH, null, 1_000));
        }

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                        reading the catalogue
                        rows
                        rows: 520, 52.0 kB, about 52 %, at public.line?break
                        completing the files
                        """);
    }

    @Test
    void barShowsTheFirstStateAndIsGoneAtTheEnd() {
        try (ProgressView bar = new ProgressBar(terminal)) {
            bar.on(at(Phase.ROWS, new TableName("public", "a\u001b[2J" + "x".repeat(100)), 520));
        }

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r[##########..........] 52 %  520 rows  52.0 kB  public.a?[2J" + "x".repeat(18) + "…"
                        + "\r" + " ".repeat(79) + "\r");
    }

    @Test
    void filesThatTravelAreToldByTheirBytes() {
        AtomicLong clock = new AtomicLong();
        try (ProgressView lines = new ProgressLines(terminal, clock::get)) {
            lines.on(new Progress(Phase.COPY, null, 0, 0, 0, -1, 1_000));
            clock.set(11_000_000_000L);
            lines.on(new Progress(Phase.COPY, null, 0, 0, 250, -1, 1_000));
            clock.set(22_000_000_000L);
            lines.on(new Progress(Phase.COPY, null, 0, 0, 500, -1, -1));
        }
        try (ProgressView bar = new ProgressBar(terminal)) {
            bar.on(new Progress(Phase.COPY, null, 0, 0, 250, -1, 1_000));
        }

        String told = "copying\ncopying: 250 B, about 25 %\ncopying: 500 B\n";
        assertThat(err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"))
                .startsWith(told + "\r[#####...............] 25 %  copying  250 B ");
    }

    @Test
    void estimateNeverClaimsTheEnd() {
        assertThat(ProgressView.percent(at(Phase.ROWS, null, 5_000))).isEqualTo(99);
        assertThat(ProgressView.percent(at(Phase.FINISH, null, 1_000))).isEqualTo(-1);
        assertThat(ProgressView.percent(new Progress(Phase.ROWS, null, 1, 1, 1, -1, -1)))
                .isEqualTo(-1);
    }
}
