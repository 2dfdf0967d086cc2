package dev.coffer.backup.internal.schema;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of entries that a restore leaves out unless it is asked for them: who owns what, who may do what, and what is said of the
 * database as a whole.
 */
public enum RightKind {
    OWNER("owner"),
    /** What an owner may do with what is his own, where that is not the usual. */
    OWNER_GRANT("owner grant"),
    GRANT("grant"),
    DEFAULT_PRIVILEGES("default privileges"),
    DATABASE_SETTING("database setting");

    private final String text;

    RightKind(String text) {
        this.text = text;
    }

    /** Nothing for an entry of another kind. */
    public static Optional<RightKind> of(SchemaEntry entry) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(entry.kind()))
                .findFirst();
    }

    /** As an entry names it. */
    @Override
    public String toString() {
        return text;
    }
}
