package dev.coffer.backup;

import java.util.regex.Pattern;

/**
 * Names a format and the version of its layout, as the manifest of a backup records it.
 *
 * @param name lower-case ASCII letters, digits and hyphens, such as {@code json}
 * @param version the version of the layout, counted from 1
 */
public record FormatId(String name, int version) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /**
     * @throws IllegalArgumentException when the name is not of that form or the version is below 1
     */
    public FormatId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must be 1 to 32 lower-case letters, digits and hyphens, starting with a letter: " + name);
        }
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1: " + version);
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
