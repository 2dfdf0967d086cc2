package dev.coffer.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line says, as {@code name=value} words.
 *
 * @param only the sections to run
 * @param runs how often each contestant runs near
 * @param scale what the sizes of the large tables are divided by
 * @param page where the page is written
 * @param shared whether the machine is busy with something else, which the page then says
 */
record Options(Set<String> only, int runs, int scale, Path page, boolean shared) {
    static final List<String> SECTIONS =
            List.of("near", "gzip", "restore", "far", "fixtures", "heap", "growth", "shell");

    static Options parse(String[] words) {
        Map<String, String> given = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0 || !Set.of("only", "runs", "scale", "page", "shared").contains(word.substring(0, equals))) {
                throw new IllegalArgumentException("not only=…, runs=…, scale=…, page=… or shared=true: " + word);
            }
            given.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return new Options(
                Set.of(given.getOrDefault("only", String.join(",", SECTIONS)).split(",")),
                Integer.parseInt(given.getOrDefault("runs", "3")),
                Integer.parseInt(given.getOrDefault("scale", "1")),
                Path.of(given.getOrDefault("page", "docs/benchmarks.md")),
                Boolean.parseBoolean(given.getOrDefault("shared", "false")));
    }
}
