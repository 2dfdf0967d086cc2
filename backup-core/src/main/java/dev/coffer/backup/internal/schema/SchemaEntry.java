package dev.coffer.backup.internal.schema;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object of the schema with what creates it: a line of the table of contents that every kind of restore cuts from.
 *
 * @param kind lower case, such as {@code table}, {@code foreign key}, {@code comment}
 * @param schema the schema that the object lies in, or null for an object without one
 * @param identity unique within the kind, quoted as SQL would need it, such as {@code public.film_list} or {@code
 *     public.last_updated()}
 * @param section before or after the rows
 * @param statements in order, each without a final semicolon; every identifier quoted and schema-qualified
 * @param dependsOn the {@link #id}s of entries that must come before
 * @param table the table that the entry belongs to (its own table, or that of an index, constraint, trigger), or null
 * @param drop the statement that removes the object, without CASCADE, or null where it goes with another
 * @param roles that the statements name, unquoted
 */
public record SchemaEntry(
        String kind,
        @Nullable String schema,
        String identity,
        Section section,
        List<String> statements,
        List<String> dependsOn,
        @Nullable TableName table,
        @Nullable String drop,
        List<String> roles) {
    public SchemaEntry {
        requireNonNull(kind, "kind");
        requireNonNull(identity, "identity");
        requireNonNull(section, "section");
        statements = List.copyOf(statements);
        dependsOn = List.copyOf(dependsOn);
        roles = List.copyOf(roles);
    }

    /** An entry that names no role. */
    public SchemaEntry(
            String kind,
            @Nullable String schema,
            String identity,
            Section section,
            List<String> statements,
            List<String> dependsOn,
            @Nullable TableName table,
            @Nullable String drop) {
        this(kind, schema, identity, section, statements, dependsOn, table, drop, List.of());
    }

    /** Whether it says something of data, so that it comes and goes with the rows. */
    public boolean ofData() {
        return kind.equals(CommentKind.ON_LARGE_OBJECT);
    }

    /** The same object, created by other statements. */
    public SchemaEntry withStatements(List<String> others) {
        return new SchemaEntry(kind, schema, identity, section, others, dependsOn, table, drop, roles);
    }

    /** Unique in a catalogue: {@code kind identity}. */
    public String id() {
        return kind + " " + identity;
    }
}
