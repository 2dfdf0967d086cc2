package dev.coffer.backup.internal.message;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names the first few of many things, and says how many more there are: a message must stay one that people read. */
public final class Few {
    private static final int SHOWN = 10;

    private Few() {}

    /** Names, between commas: {@code a, b and 3 more}. */
    public static String names(Collection<?> all) {
        return shown(all, ", ", " and ");
    }

    /** Statements, between semicolons: {@code a is wrong; b is wrong; and 3 more}. */
    public static String statements(Collection<?> all) {
        return shown(all, "; ", "; and ");
    }

    private static String shown(Collection<?> all, String between, String beforeRest) {
        String shown = all.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(between));
        return all.size() > SHOWN ? shown + beforeRest + (all.size() - SHOWN) + " more" : shown;
    }
}
