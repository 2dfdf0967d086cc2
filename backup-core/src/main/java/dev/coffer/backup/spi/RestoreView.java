package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.Existing;
import dev.coffer.backup.Scope;

/**
 * What a strategy may know of a plan when it is built.
 *
 * @param scope what is to be restored
 * @param existing what is to be done with what the target holds already
 * @param dataSource whether the target is a {@link javax.sql.DataSource}, so that no connection string is known
 */
public record RestoreView(Scope scope, Existing existing, boolean dataSource) {
    public RestoreView {
        requireNonNull(scope, "scope");
        requireNonNull(existing, "existing");
    }
}
