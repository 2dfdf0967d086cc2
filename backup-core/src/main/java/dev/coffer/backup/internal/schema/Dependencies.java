package dev.coffer.backup.internal.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code pg_depend} says, in terms of drafts. */
final class Dependencies {
    private final Drafts drafts;
    private final Map<Address, Address> wholes = new HashMap<>();
    private final Set<Address> ownedSequences = new HashSet<>();

    private Dependencies(Drafts drafts) {
        this.drafts = drafts;
    }

    static Dependencies of(DependencyLinks links, Drafts drafts) {
        Dependencies dependencies = new Dependencies(drafts);
        links.forEach(link -> {
            if (link.partOfWhole()) {
                dependencies.wholes.put(link.from(), link.needed());
            }
            if (link.ownedSequence()) {
                dependencies.ownedSequences.add(link.from());
            }
        });
        dependencies.wholes.putAll(drafts.aliases());
        return dependencies;
    }

    /** Adds to each draft what it needs, as the address of a draft that exists. */
    static Map<Draft, Set<Draft>> resolve(DependencyLinks links, Drafts drafts) {
        Dependencies dependencies = of(links, drafts);
        Map<Draft, Set<Draft>> needs = new HashMap<>();
        for (Draft draft : drafts.all()) {
            Set<Draft> wanted = needs.computeIfAbsent(draft, d -> new HashSet<>());
            for (Address address : draft.needs) {
                add(wanted, draft, dependencies.draftOf(address));
            }
        }
        links.forEach(link -> {
            Draft from = link.ownedSequence() ? null : dependencies.draftOf(link.from());
            if (from != null) {
                add(needs.get(from), from, dependencies.draftOf(link.needed()));
            }
        });
        return needs;
    }

    private static void add(@Nullable Set<Draft> needs, Draft from, @Nullable Draft to) {
        if (needs != null && to != null && to != from) {
            needs.add(to);
        }
    }

    /** Whether the object is a sequence that a column owns: it belongs to whom the table belongs. */
    boolean followsTable(Address address) {
        return ownedSequences.contains(address);
    }

    /** The draft that creates what is at this address, alone or as a part of something; null where none does. */
    @Nullable
    Draft draftOf(Address address) {
        Address at = address;
        for (int steps = 0; at != null && steps < 10; steps++) {
            Draft draft = drafts.get(at);
            if (draft != null) {
                return draft;
            }
            at = wholes.get(at);
        }
        return null;
    }
}
