package dev.coffer.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Contestants that run in turns, so that whatever else the machine does hits them all. */
final class Comparison {
    private final String title;
    private final Map<String, Contestant> contestants = new LinkedHashMap<>();

    /** Something whose time is taken. */
    interface Action {
        void run() throws Exception;
    }

    private record Contestant(int runs, Action before, Action timed, Action after, List<Double> seconds) {}

    Comparison(String title) {
        this.title = title;
    }

    /** Takes part in so many rounds. */
    Comparison add(String name, int runs, Action before, Action timed) {
        return add(name, runs, before, timed, () -> {});
    }

    /** @param after what is looked at when the time has been taken */
    Comparison add(String name, int runs, Action before, Action timed, Action after) {
        contestants.put(name, new Contestant(runs, before, timed, after, new ArrayList<>()));
        return this;
    }

    Comparison add(String name, int runs, Action timed) {
        return add(name, runs, () -> {}, timed);
    }

    /** Runs each so often before any time is taken. */
    Comparison warmUp(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (Contestant contestant : contestants.values()) {
                contestant.before().run();
                contestant.timed().run();
                contestant.after().run();
            }
        }
        return this;
    }

    /** Every other round goes backwards. */
    Comparison run() throws Exception {
        int rounds =
                contestants.values().stream().mapToInt(Contestant::runs).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            List<String> order = new ArrayList<>(contestants.keySet());
            if (round % 2 == 1) {
                java.util.Collections.reverse(order);
            }
            for (String name : order) {
                Contestant contestant = contestants.get(name);
                if (contestant != null && round < contestant.runs()) {
                    contestant.before().run();
                    long start = System.nanoTime();
                    contestant.timed().run();
                    contestant.seconds().add((System.nanoTime() - start) / 1e9);
                    contestant.after().run();
                }
            }
        }
        System.out.println(table(contestants.keySet().iterator().next()));
        return this;
    }

    double median(String name) {
        Contestant contestant = contestants.get(name);
        if (contestant == null || contestant.seconds().isEmpty()) {
            throw new IllegalArgumentException("did not run: " + name);
        }
        double[] sorted = contestant.seconds().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    boolean has(String name) {
        return contestants.containsKey(name);
    }

    double ratio(String name, String to) {
        return median(name) / median(to);
    }

    /** As Markdown; ratios to one of the contestants. */
    String table(String one) {
        StringBuilder text = new StringBuilder("### " + title + "\n\n");
        text.append("| contestant | median | ratio | least to most | runs |\n|---|---|---|---|---|\n");
        contestants.forEach((name, contestant) -> {
            double[] all = contestant.seconds().stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %s to %s | %d |%n",
                    name,
                    seconds(median(name)),
                    ratio(name, one),
                    seconds(Arrays.stream(all).min().orElse(0)),
                    seconds(Arrays.stream(all).max().orElse(0)),
                    all.length));
        });
        return text.toString();
    }

    static String seconds(double seconds) {
        return seconds < 0.1
                ? String.format(Locale.ROOT, "%.1f ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
