package dev.coffer.backup.pgdump.archive;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * An entry of a dump's table of contents.
 *
 * @param id the number by which lists and other entries name it
 * @param section 2 before the rows, 3 the rows, 4 after them, 1 none
 * @param kind what it is, as pg_dump says it, such as {@code TABLE DATA}
 * @param schema the schema it lies in, or empty
 * @param tag its name, for what belongs to a table with that one's name before it
 * @param definition what creates it, or empty
 * @param hasData whether data belong to it
 * @param dependsOn the numbers of what must come before it
 */
public record TocEntry(
        int id,
        int section,
        String kind,
        String schema,
        String tag,
        String definition,
        boolean hasData,
        Set<Integer> dependsOn) {
    public TocEntry {
        requireNonNull(kind, "kind");
        requireNonNull(schema, "schema");
        requireNonNull(tag, "tag");
        requireNonNull(definition, "definition");
        dependsOn = Set.copyOf(dependsOn);
    }

    /** As messages and skips name it: {@code table public.film}. */
    public String name() {
        String lower = kind.toLowerCase(java.util.Locale.ROOT);
        return schema.isEmpty() ? lower + " " + tag : lower + " " + schema + "." + tag;
    }
}
