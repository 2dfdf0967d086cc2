package dev.coffer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page that a run writes: every target beside its figure, and the tables that it comes from. */
final class Page {
    private final List<String> targets = new ArrayList<>();
    private final Map<String, StringBuilder> sections = new LinkedHashMap<>();

    void section(String title, String text) {
        sections.computeIfAbsent(title, t -> new StringBuilder()).append(text).append('\n');
    }

    /** A target that is met when the figure is not above the limit. */
    void target(String what, double figure, double limit, String unit) {
        targets.add(String.format(
                Locale.ROOT,
                "| %s | ≤ %s%s | %s%s | %s |",
                what,
                number(limit),
                unit,
                number(figure),
                unit,
                figure <= limit ? "met" : "**missed**"));
        System.out.println(targets.get(targets.size() - 1));
    }

    /** A target that is no number. */
    void target(String what, String wanted, String found, boolean met) {
        targets.add("| " + what + " | " + wanted + " | " + found + " | " + (met ? "met" : "**missed**") + " |");
        System.out.println(targets.get(targets.size() - 1));
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
    }

    void write(Path file, String preamble, String afterword) throws IOException {
        StringBuilder text = new StringBuilder(preamble);
        text.append("\n## Targets\n| what | target | measured | |\n|---|---|---|---|\n");
        targets.forEach(target -> text.append(target).append('\n'));
        sections.forEach((title, section) -> text.append("\n## ")
                .append(title)
                .append('\n')
                .append(section.toString().strip())
                .append('\n'));
        text.append('\n').append(afterword);
        Files.writeString(file, text.toString());
    }
}
