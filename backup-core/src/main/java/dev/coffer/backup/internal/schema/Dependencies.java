package dev.coffer.backup.internal.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code pg_depend} says, in terms of drafts. */
final class Dependencies {
    // OIDs below 16384 are the server's own.
    static final String QUERY =
            "SELECT DISTINCT classid::regclass, objid, objsubid, refclassid::regclass, refobjid, refobjsubid, deptype"
                    + " FROM pg_catalog.pg_depend WHERE objid >= 16384 AND refobjid >= 16384";

    private final Drafts drafts;
    private final Map<Address, Address> wholes = new HashMap<>();
    private final Set<Address> ownedSequences = new HashSet<>();

    private Dependencies(Drafts drafts) {
        this.drafts = drafts;
    }

    static Dependencies of(List<ResultRow> rows, Drafts drafts) {
        Dependencies dependencies = new Dependencies(drafts);
        for (ResultRow row : rows) {
            dependencies.noteWhole(row);
            if (ownedSequence(row)) {
                dependencies.ownedSequences.add(new Address(row.text(0), row.number(1)));
            }
        }
        dependencies.wholes.putAll(drafts.aliases());
        return dependencies;
    }

    /** Adds to each draft what it needs, as the address of a draft that exists. */
    static Map<Draft, Set<Draft>> resolve(List<ResultRow> rows, Drafts drafts) {
        Dependencies dependencies = of(rows, drafts);
        Map<Draft, Set<Draft>> needs = new HashMap<>();
        for (Draft draft : drafts.all()) {
            Set<Draft> wanted = needs.computeIfAbsent(draft, d -> new HashSet<>());
            for (Address address : draft.needs) {
                add(wanted, draft, dependencies.draftOf(address));
            }
        }
        for (ResultRow row : rows) {
            Draft from = dependencies.draftOf(new Address(row.text(0), row.number(1)));
            if (from != null && !ownedSequence(row)) {
                add(needs.get(from), from, dependencies.draftOf(new Address(row.text(3), row.number(4))));
            }
        }
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

    /** An owned sequence goes with its column, but is created before it: the column's default needs it. */
    private static boolean ownedSequence(ResultRow row) {
        return row.text(6).equals("a")
                && row.text(0).equals("pg_class")
                && row.text(3).equals("pg_class")
                && row.integer(2) == 0
                && row.integer(5) != 0;
    }

    private void noteWhole(ResultRow row) {
        String type = row.text(6);
        if (type.equals("i") || type.equals("e")) {
            wholes.put(new Address(row.text(0), row.number(1)), new Address(row.text(3), row.number(4)));
        }
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
