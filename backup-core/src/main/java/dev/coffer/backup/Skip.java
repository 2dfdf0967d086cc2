package dev.coffer.backup;

import static java.util.Objects.requireNonNull;

/**
 * Something that was left out, named.
 *
 * @param object what was left out, such as {@code event trigger audit_ddl}
 * @param reason why, in one sentence
 */
public record Skip(String object, String reason) {
    public Skip {
        requireNonNull(object, "object");
        requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
        return object + ": " + reason;
    }
}
