package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ProviderProfile;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plan asks for beyond objects and rows.
 *
 * @param all the wishes; in no order
 * @param profile who runs the target; null to look at it
 */
public record RestoreWishes(Set<Wish> all, @Nullable ProviderProfile profile) {
    /** None. */
    public static final RestoreWishes NONE = new RestoreWishes(Set.of(), null);

    public RestoreWishes {
        all = Set.copyOf(all);
    }

    /** One thing that a plan may ask for. */
    public enum Wish {
        /** Objects get the owners that they had. */
        OWNERS,
        /** Rights are given to whom had them. */
        GRANTS,
        /** What was set for the database as a whole is set for the target. */
        DATABASE_SETTINGS,
        /** Nothing that the backup says is run: rows only. */
        UNTRUSTED,
        /** Extensions get the version that they had. */
        EXTENSION_VERSIONS,
        /** Functions find unqualified names where they found them in the source. */
        SEARCH_PATH
    }

    public RestoreWishes with(Wish wish) {
        Set<Wish> more = EnumSet.of(wish);
        more.addAll(all);
        return new RestoreWishes(more, profile);
    }

    public RestoreWishes with(ProviderProfile said) {
        return new RestoreWishes(all, said);
    }

    public boolean has(Wish wish) {
        return all.contains(wish);
    }

    /** Whether anything is wished for that only entries can give. */
    public boolean anyRight() {
        return has(Wish.OWNERS) || has(Wish.GRANTS) || has(Wish.DATABASE_SETTINGS);
    }
}
