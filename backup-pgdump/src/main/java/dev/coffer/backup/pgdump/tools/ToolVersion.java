package dev.coffer.backup.pgdump.tools;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a tool.
 *
 * @param major such as 17
 * @param minor such as 6; -1 before the first release, for beta versions and the like
 */
public record ToolVersion(int major, int minor) implements Comparable<ToolVersion> {
    private static final Pattern PRINTED = Pattern.compile(
            "^\\S+ \\([^)]*\\) (\\d{1,4})(?:\\.(\\d{1,4})|(?:devel|alpha|beta|rc)\\d*)?\\b", Pattern.MULTILINE);

    /** What {@code --version} prints, read; empty where that is not of the known form. */
    static Optional<ToolVersion> printed(String text) {
        Matcher found = PRINTED.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        int minor = found.group(2) == null ? -1 : Integer.parseInt(found.group(2));
        return Optional.of(new ToolVersion(Integer.parseInt(found.group(1)), minor));
    }

    /** Whether {@code --restrict-key} is known; it came to every major with the same repair. */
    public boolean knowsRestrictKey() {
        return Advisory.RESTORED_CODE.fixedIn(this);
    }

    @Override
    public int compareTo(ToolVersion other) {
        return Comparator.comparingInt(ToolVersion::major)
                .thenComparingInt(ToolVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return minor < 0 ? major + " (not a release)" : major + "." + minor;
    }
}
