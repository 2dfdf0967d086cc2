package dev.coffer.backup.pgdump.tools;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A weakness of the client tools that a newer minor version repaired.
 *
 * @param fixedMinor the first repaired minor of each major that was repaired
 */
record Advisory(String name, String effect, Map<Integer, Integer> fixedMinor) {
    static final Advisory RESTORED_CODE = new Advisory(
            "CVE-2025-8714",
            "lets a hostile source server put code into dumps that psql runs when they are restored",
            Map.of(13, 22, 14, 19, 15, 14, 16, 10, 17, 6));
    static final Advisory LARGE_OBJECTS = new Advisory(
            "CVE-2026-6477",
            "lets a hostile server overwrite the tool's memory while it reads large objects",
            Map.of(14, 23, 15, 18, 16, 14, 17, 10, 18, 4));

    private static final List<Advisory> ALL = List.of(RESTORED_CODE, LARGE_OBJECTS);

    /** Majors that the repair came too late for keep the weakness; those after the newest affected one never had it. */
    boolean fixedIn(ToolVersion version) {
        Integer minor = fixedMinor.get(version.major());
        return minor == null ? version.major() > Collections.max(fixedMinor.keySet()) : version.minor() >= minor;
    }

    /** A sentence for whoever uses a version with weaknesses, or nothing. */
    static Optional<String> warning(Tool tool, ToolVersion version) {
        return ALL.stream()
                .filter(advisory -> !advisory.fixedIn(version))
                .map(advisory -> advisory.name + " " + advisory.effect)
                .reduce((a, b) -> a + "; " + b)
                .map(weaknesses -> tool + " " + version + " has known weaknesses: " + weaknesses
                        + "; install the newest minor version");
    }
}
