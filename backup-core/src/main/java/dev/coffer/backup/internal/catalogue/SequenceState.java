package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.TableName;

/** Where a sequence stands, read from the sequence itself. */
public record SequenceState(TableName name, long lastValue, boolean called) {}
