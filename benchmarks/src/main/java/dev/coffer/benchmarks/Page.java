package dev.coffer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page that runs write: a section each, with every target beside its figure and the tables that it comes from. */
final class Page {
    private static final String BY_HAND = "<!-- What follows is written by hand and kept. -->";
    private static final String HEADING = "\n## ";
    private static final List<String> ORDER =
            List.of("Near: backup", "Near: compressed", "Near: restore", "Far", "Fixtures", "Heap", "Growth", "Shell");

    private final Map<String, Section> sections = new LinkedHashMap<>();
    private Section current = new Section();

    private static final class Section {
        private final StringBuilder text = new StringBuilder();
        private final List<String> targets = new ArrayList<>();

        String text(String run) {
            String measured = targets.isEmpty()
                    ? ""
                    : "| what | target | measured | |\n|---|---|---|---|\n" + String.join("\n", targets) + "\n\n";
            return run + "\n\n" + measured + text.toString().strip() + "\n";
        }
    }

    /** Adds to a section; targets from here on are its own. */
    void section(String title, String text) {
        if (!ORDER.contains(title)) {
            throw new IllegalArgumentException("has no place on the page: " + title);
        }
        current = sections.computeIfAbsent(title, t -> new Section());
        current.text.append(text).append('\n');
    }

    /** A target that is met when the figure is not above the limit. */
    void target(String what, double figure, double limit, String unit) {
        target(what, "≤ " + number(limit) + unit, number(figure) + unit, figure <= limit);
    }

    /** A target that is no number. */
    void target(String what, String wanted, String found, boolean met) {
        String row = "| " + what + " | " + wanted + " | " + found + " | " + (met ? "met" : "**missed**") + " |";
        current.targets.add(row);
        System.out.println(row);
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.2f" : "%.1f", number);
    }

    /**
     * Keeps what is written by hand, and the sections that this run left out.
     *
     * @param run says when and on what this run was
     */
    void write(Path file, String preamble, String run) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        int hand = before.indexOf(BY_HAND);
        Map<String, String> kept = sections(hand < 0 ? "" : before.substring(0, hand));
        StringBuilder text = new StringBuilder(preamble);
        for (String title : ORDER) {
            Section section = sections.get(title);
            String content = section == null ? kept.get(title) : section.text(run);
            if (content != null) {
                text.append(HEADING).append(title).append('\n').append(content);
            }
        }
        text.append('\n').append(hand < 0 ? BY_HAND + "\n" : before.substring(hand));
        Files.writeString(file, text.toString());
    }

    private static Map<String, String> sections(String page) {
        Map<String, String> found = new LinkedHashMap<>();
        String[] parts = page.split(HEADING, -1);
        for (int i = 1; i < parts.length; i++) {
            int line = parts[i].indexOf('\n');
            found.put(parts[i].substring(0, line), parts[i].substring(line + 1).strip() + "\n");
        }
        return found;
    }
}
