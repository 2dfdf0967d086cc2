package dev.coffer.backup.internal.restore;

import java.util.Optional;

/** Kinds of entries whose names share one space in a database: where one is taken, nothing of its class can be created. */
enum EntryClass {
    RELATION,
    TYPE,
    ROUTINE,
    SCHEMA;

    /** Nothing for what goes with another object: a constraint, a trigger, a comment. */
    static Optional<EntryClass> of(String kind) {
        return switch (kind) {
            case "table", "foreign table", "view", "materialized view", "sequence", "index", "composite type" ->
                Optional.of(RELATION);
            case "base type", "shell type", "enum type", "domain", "range type" -> Optional.of(TYPE);
            case "function", "procedure", "aggregate" -> Optional.of(ROUTINE);
            case "schema" -> Optional.of(SCHEMA);
            default -> Optional.empty();
        };
    }
}
