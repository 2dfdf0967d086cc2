package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.Scope;

/**
 * What a strategy may know of a plan when it is built.
 *
 * @param scope what is to be restored
 */
public record RestoreView(Scope scope) {
    public RestoreView {
        requireNonNull(scope, "scope");
    }
}
