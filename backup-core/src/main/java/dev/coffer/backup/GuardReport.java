package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What guarded work came to that did not fail.
 *
 * @param result what the work returned
 * @param backup the state before the work
 * @param fresh whether that backup was there already and only verified
 */
public record GuardReport<T>(@Nullable T result, Backup backup, boolean fresh) {
    public GuardReport {
        requireNonNull(backup, "backup");
    }
}
