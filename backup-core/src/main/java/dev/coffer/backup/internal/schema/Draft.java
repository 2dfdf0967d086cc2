package dev.coffer.backup.internal.schema;

import dev.coffer.backup.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An entry while the whole is being read: what it needs is still known by address only. */
final class Draft {
    final Address address;
    final String kind;
    final @Nullable String schema;
    final String identity;
    final Set<Address> needs = new LinkedHashSet<>();

    private final Set<String> roles = new TreeSet<>();
    private final Set<Address> inside = new HashSet<>();
    private Function<Set<Address>, List<String>> statements = inside -> List.of();
    private Section section = Section.PRE_DATA;
    private int rank;
    private @Nullable TableName table;
    private @Nullable Draft placeholder;
    private @Nullable String drop;

    Draft(Address address, String kind, @Nullable String schema, String identity) {
        this.address = address;
        this.kind = kind;
        this.schema = schema;
        this.identity = identity;
    }

    Draft statements(List<String> texts) {
        this.statements = inside -> texts;
        return this;
    }

    Draft statement(String text) {
        return statements(List.of(text));
    }

    /** Statements that depend on which parts are written inside them. */
    Draft statements(Function<Set<Address>, List<String>> texts) {
        this.statements = texts;
        return this;
    }

    /** Adds a statement behind those that there are. */
    Draft also(String text) {
        Function<Set<Address>, List<String>> before = statements;
        return statements(parts ->
                Stream.concat(before.apply(parts).stream(), Stream.of(text)).toList());
    }

    Draft postData() {
        this.section = Section.POST_DATA;
        return this;
    }

    Draft table(TableName belongsTo) {
        this.table = belongsTo;
        return this;
    }

    /** Says that the statements name this role. */
    Draft role(String name) {
        roles.add(name);
        return this;
    }

    Draft drop(String statement) {
        this.drop = statement;
        return this;
    }

    Draft needs(Address other) {
        needs.add(other);
        return this;
    }

    /**
     * Says that a circle of dependencies through this draft can be opened.
     *
     * @param first creates something that others can refer to
     * @param later completes it instead of this draft's own statement
     */
    Draft placeholder(String first, String later) {
        this.placeholder = new Draft(address, kind + " placeholder", schema, identity).statement(first);
        Function<Set<Address>, List<String>> whole = statements;
        return statements(parts -> parts.contains(address) ? List.of(later) : whole.apply(parts));
    }

    /** Takes the placeholder into use; what this draft does from now on is to complete it. */
    @Nullable
    Draft open() {
        if (placeholder != null) {
            inside.add(address);
            placeholder.rank(rank).section = section;
        }
        return placeholder;
    }

    boolean hasPlaceholder() {
        return placeholder != null;
    }

    Draft rank(int among) {
        this.rank = among;
        return this;
    }

    int rank() {
        return rank;
    }

    Section section() {
        return section;
    }

    @Nullable
    TableName table() {
        return table;
    }

    /** From now on the part with this address is written as part of this draft's own statements. */
    void takeIn(Address part) {
        inside.add(part);
    }

    String id() {
        return kind + " " + identity;
    }

    /** The id of what stands for this draft before it is complete; its own where nothing does. */
    String placeholderId() {
        return placeholder == null ? id() : placeholder.id();
    }

    SchemaEntry entry(List<String> dependsOn) {
        return new SchemaEntry(
                kind,
                schema,
                identity,
                section,
                new ArrayList<>(statements.apply(inside)),
                dependsOn,
                table,
                drop,
                List.copyOf(roles));
    }
}
