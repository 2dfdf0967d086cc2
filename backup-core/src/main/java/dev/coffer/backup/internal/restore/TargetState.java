package dev.coffer.backup.internal.restore;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.version.AcrossVersions;
import java.util.HashMap;
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
 * @param mayStage whether the role may create temporary tables
 * @param readOnly whether the server is a standby
 * @param lockTable how many locks all transactions together are promised
 * @param largeObjects how many large objects there are
 * @param schemas each user schema, and whether the role may create in it
 * @param extensions those that can be or are installed
 * @param objects the user's objects by class, as {@link EntryClass} names them
 * @param entries the user's objects as a backup of the target would describe them, in the order of creation; only where the
 *     plan has something to do with objects that exist
 * @param tables what a restore into tables that exist must know; otherwise empty
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
        boolean mayStage,
        boolean readOnly,
        long lockTable,
        long largeObjects,
        Map<String, Boolean> schemas,
        Map<String, Extension> extensions,
        Map<EntryClass, Set<String>> objects,
        List<SchemaEntry> entries,
        Map<TableName, Table> tables,
        Map<TableName, Sequence> sequences,
        List<Reference> references,
        Map<String, Boolean> materializedViews) {

    static final char MAY_BE_PUBLISHED = 'p';

    /** The state of a database that does not exist yet, on the same server. */
    TargetState asNewDatabase(String name, ServerInfo like) {
        Map<String, Extension> available = new HashMap<>();
        extensions.forEach((extension, known) ->
                available.put(extension, new Extension(extension.equals("plpgsql"), known.version())));
        return new TargetState(
                version,
                versionNumber,
                like.encoding(),
                like.collate(),
                like.ctype(),
                role,
                name,
                true,
                true,
                readOnly,
                lockTable,
                0,
                Map.of("public", true),
                available,
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of());
    }

    /** The way from another server into this one. */
    AcrossVersions from(ServerInfo server) {
        return new AcrossVersions(server, versionNumber, version);
    }

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
     * @param rights what the role may do with it
     * @param owned whether the role is its owner
     * @param partitioned whether its rows lie in partitions
     * @param root the topmost parent of a partition; otherwise itself
     * @param bytes how much room its rows took when it was last analyzed
     * @param rewritten the events that rules rewrite, as {@code pg_rewrite.ev_type} has them
     * @param unpublishable the events, as {@code rewritten} has them, that the server refuses since a publication would publish them and
     *     the table has no replica identity
     * @param columns by name, in the table's order
     * @param keys the columns of each key that can tell a row from all others, the primary one first
     * @param triggers those of users that fire
     */
    record Table(
            Rights rights,
            boolean owned,
            boolean partitioned,
            TableName root,
            long bytes,
            String rewritten,
            String unpublishable,
            Map<String, Column> columns,
            List<List<String>> keys,
            List<Trigger> triggers) {

        boolean rewrites(Event event) {
            return rewritten.indexOf(event.rule) >= 0;
        }

        /** Whether the server refuses it, be there rows or not. */
        boolean refuses(Event event) {
            return unpublishable.indexOf(event.rule) >= 0;
        }

        /** Whether the database publishes anything at all. */
        boolean mayBePublished() {
            return unpublishable.indexOf(MAY_BE_PUBLISHED) >= 0;
        }
    }

    /** What a role may do with a table. */
    record Rights(boolean select, boolean insert, boolean update, boolean delete, boolean truncate) {}

    /**
     * A column of a table.
     *
     * @param generated whether its value is computed
     * @param always whether it is an identity that is GENERATED ALWAYS
     * @param required whether a row without a value for it is refused
     */
    record Column(boolean generated, boolean always, boolean required) {}

    /** What happens to rows. */
    enum Event {
        INSERT(4, '3'),
        UPDATE(16, '2'),
        DELETE(8, '4'),
        /** No rule can rewrite it. */
        TRUNCATE(32, '-');

        private final int trigger;
        private final char rule;

        Event(int trigger, char rule) {
            this.trigger = trigger;
            this.rule = rule;
        }
    }

    /**
     * A trigger of a user.
     *
     * @param enabled {@code O} or {@code A}
     * @param type {@code pg_trigger.tgtype}
     */
    record Trigger(String name, String enabled, int type) {
        boolean firesOn(Event event) {
            return (type & event.trigger) != 0;
        }
    }

    /**
     * A sequence that exists.
     *
     * @param settable whether the role may set it
     * @param readable whether the role may see where it stands
     * @param ascending whether it counts upwards
     * @param owner the table of the column of integers that it numbers, or null
     * @param column that column, or null
     */
    record Sequence(
            long min,
            long max,
            boolean settable,
            boolean readable,
            boolean ascending,
            @Nullable TableName owner,
            @Nullable String column) {}

    /**
     * A foreign key.
     *
     * @param from the table that refers
     * @param to the table that it refers to
     * @param deferrable whether it is DEFERRABLE
     * @param deferred whether it is INITIALLY DEFERRED
     * @param onDelete as {@code pg_constraint.confdeltype} has it
     */
    record Reference(
            TableName from, TableName to, String constraint, boolean deferrable, boolean deferred, char onDelete) {

        /** ON DELETE RESTRICT does not wait, deferred or not. */
        boolean restricts() {
            return onDelete == 'r';
        }

        /** What a DELETE of a row that is referred to does here, if anything. */
        @Nullable
        Event follows() {
            return switch (onDelete) {
                case 'c' -> Event.DELETE;
                case 'n', 'd' -> Event.UPDATE;
                default -> null;
            };
        }
    }
}
