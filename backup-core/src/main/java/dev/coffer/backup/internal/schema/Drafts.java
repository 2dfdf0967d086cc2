package dev.coffer.backup.internal.schema;

import dev.coffer.backup.Skip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the kinds found, by address. */
final class Drafts {
    private final Map<Address, Draft> drafts = new LinkedHashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final Map<Address, Address> aliases = new HashMap<>();
    private final Map<Address, Target> targets = new HashMap<>();
    private final List<Skip> skips = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int rank;

    /** A draft that may be written inside another one, unless that made a circle. */
    record Part(Draft alone, Address inside) {}

    /**
     * What COMMENT ON and its like call an object.
     *
     * @param sql such as {@code COLUMN "public"."film"."title"}
     * @param owner the draft that creates the object
     * @param in the draft of the table that the object lies in, where its creator belongs to another table
     */
    record Target(String sql, Address owner, @Nullable Address in) {}

    void nextKind() {
        rank++;
    }

    void add(Draft draft) {
        Draft other = drafts.put(draft.address, draft.rank(draft.rank() == 0 ? rank : draft.rank()));
        if (other != null) {
            throw new IllegalStateException(draft.id() + " has the address of " + other.id());
        }
    }

    /** A draft that is written inside the one at this address wherever possible. */
    void addInside(Address whole, Draft part) {
        add(part);
        parts.add(new Part(part, whole));
    }

    /** Says that the object at the first address comes and goes with that at the second. */
    void alias(Address part, Address whole) {
        aliases.put(part, whole);
    }

    /** Says how statements about the object itself name it. */
    void target(Address object, String sql, Address owner) {
        targets.put(object, new Target(sql, owner, null));
    }

    /** The same of a part of a table that may be created with another table, such as a constraint that comes from a parent. */
    void target(Address object, String sql, Address owner, Address in) {
        targets.put(object, new Target(sql, owner, in));
    }

    void skip(String object, String reason) {
        skips.add(new Skip(object, reason));
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    @Nullable
    Draft get(Address address) {
        return drafts.get(address);
    }

    @Nullable
    Target targetOf(Address address) {
        return targets.get(address);
    }

    Map<Address, Address> aliases() {
        return aliases;
    }

    List<Draft> all() {
        return List.copyOf(drafts.values());
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    List<Skip> skips() {
        return skips;
    }

    List<String> warnings() {
        return warnings;
    }
}
