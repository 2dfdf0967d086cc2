package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a restore needs to know of its target before it touches it.
 *
 * @param version {@code server_version}
 * @param versionNumber {@code server_version_num}
 * @param encoding of the database
 * @param collate LC_COLLATE of the database
 * @param ctype LC_CTYPE of the database
 * @param role the current role
 * @param database the current database
 * @param mayCreate whether the role may create schemas
 * @param readOnly whether the server is a standby
 * @param lockTable how many locks all transactions together are promised
 * @param largeObjects how many large objects there are
 * @param schemas each user schema, and whether the role may create in it
 * @param extensions those that can be or are installed
 * @param objects the user's objects by class, as {@link EntryClass} names them
 * @param tables what a restore of data only must know; otherwise empty
 * @param sequences the same
 * @param references foreign keys between tables; the same
 * @param materializedViews each materialized view, and whether the role is its owner; the same
 */
record TargetState(
        String version,
        int versionNumber,
        String encoding,
        String collate,
        String ctype,
        String role,
        String database,
        boolean mayCreate,
        boolean readOnly,
        long lockTable,
        long largeObjects,
        Map<String, Boolean> schemas,
        Map<String, Extension> extensions,
        Map<EntryClass, Set<String>> objects,
        Map<TableName, Table> tables,
        Map<TableName, Sequence> sequences,
        List<Reference> references,
        Map<String, Boolean> materializedViews) {

    /**
     * An extension of the server.
     *
     * @param installed whether the database has it already
     * @param version that it has, or would get
     */
    record Extension(boolean installed, @Nullable String version) {}

    /**
     * A table that exists.
     *
     * @param insertable whether the role may insert and count
     * @param owned whether the role is its owner
     * @param rules whether an INSERT is rewritten
     * @param columns each column, and whether it is generated
     * @param triggers that fire on INSERT
     */
    record Table(
            boolean insertable, boolean owned, boolean rules, Map<String, Boolean> columns, List<Trigger> triggers) {}

    /**
     * A trigger of a user.
     *
     * @param enabled {@code O} or {@code A}
     */
    record Trigger(String name, String enabled) {}

    /** A sequence that exists. */
    record Sequence(long min, long max, boolean settable) {}

    /**
     * A foreign key.
     *
     * @param from the table that refers
     * @param partitioned whether that is a partitioned table, whose rows arrive in its leaves
     * @param to the table that it refers to
     * @param deferrable whether it is DEFERRABLE
     * @param deferred whether it is INITIALLY DEFERRED
     */
    record Reference(
            TableName from,
            boolean partitioned,
            TableName to,
            String constraint,
            boolean deferrable,
            boolean deferred) {}
}
