package dev.coffer.backup.internal.schema;

import static java.util.Comparator.comparing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts drafts into an order in which they can be created. The order follows from kinds, names and dependencies alone, so that it
 * is the same for every copy of a database.
 */
final class EntryOrder {
    private static final Comparator<Draft> BY_NAME = Comparator.<Draft>comparingInt(Draft::rank)
            .thenComparing(d -> d.schema == null ? "" : d.schema)
            .thenComparing(d -> d.identity)
            .thenComparing(d -> d.kind);

    private final Drafts drafts;
    private final Map<Draft, Set<Draft>> needs;
    private final Map<Draft, Draft> placeholders = new HashMap<>();
    /** To each draft whose circle was opened: what needs it and is content with the placeholder. */
    private final Map<Draft, Set<Draft>> servedEarly = new HashMap<>();

    private final Set<Draft> emitted = new HashSet<>();

    private EntryOrder(Drafts drafts, Map<Draft, Set<Draft>> needs) {
        this.drafts = drafts;
        this.needs = needs;
    }

    /** @param needs what each draft needs; is changed */
    static List<SchemaEntry> entries(Drafts drafts, Map<Draft, Set<Draft>> needs) {
        EntryOrder order = new EntryOrder(drafts, needs);
        order.delayWhatNeedsPostData();
        order.writePartsInside();
        order.warnOfLateTables();
        return order.sorted();
    }

    private Set<Draft> needsOf(Draft draft) {
        return needs.getOrDefault(draft, Set.of());
    }

    /** A view may need a key, and keys come after the rows. */
    private void delayWhatNeedsPostData() {
        Map<Draft, Set<Draft>> neededBy = neededBy();
        Deque<Draft> late = new ArrayDeque<>();
        for (Draft draft : needs.keySet()) {
            if (draft.section() == Section.POST_DATA) {
                late.add(draft);
            }
        }
        while (!late.isEmpty()) {
            for (Draft dependent : neededBy.getOrDefault(late.remove(), Set.of())) {
                if (dependent.section() == Section.PRE_DATA) {
                    late.add(dependent.postData());
                }
            }
        }
    }

    private void warnOfLateTables() {
        needs.keySet().stream()
                .filter(draft -> draft.kind.equals("table") && draft.section() == Section.POST_DATA)
                .sorted(BY_NAME)
                .forEach(draft -> drafts.warn(draft.id() + " needs something that needs a key, so it cannot be created"
                        + " before the rows; restoring its rows will fail"));
    }

    private Map<Draft, Set<Draft>> neededBy() {
        Map<Draft, Set<Draft>> neededBy = new HashMap<>();
        needs.forEach((draft, wanted) -> wanted.forEach(
                other -> neededBy.computeIfAbsent(other, d -> new HashSet<>()).add(draft)));
        return neededBy;
    }

    /** A part that needs nothing that needs its whole is written inside it; any other stays an entry of its own. */
    private void writePartsInside() {
        Map<Draft, Set<Draft>> neededBy = neededBy();
        List<Drafts.Part> parts = new ArrayList<>(drafts.parts());
        parts.sort(comparing(Drafts.Part::alone, BY_NAME));
        for (Drafts.Part part : parts) {
            Draft alone = part.alone();
            Draft whole = drafts.get(part.inside());
            if (whole != null && alone.section() == whole.section() && !reaches(alone, whole)) {
                whole.takeIn(alone.address);
                Set<Draft> wanted = needs.computeIfAbsent(whole, d -> new HashSet<>());
                for (Draft other : needsOf(alone)) {
                    if (other != whole) {
                        wanted.add(other);
                        neededBy.computeIfAbsent(other, d -> new HashSet<>()).add(whole);
                    }
                }
                for (Draft dependent : neededBy.getOrDefault(alone, Set.of())) {
                    Set<Draft> of = needs.getOrDefault(dependent, new HashSet<>());
                    of.remove(alone);
                    if (dependent != whole) {
                        of.add(whole);
                        neededBy.computeIfAbsent(whole, d -> new HashSet<>()).add(dependent);
                    }
                }
                needs.remove(alone);
            }
        }
    }

    private boolean reaches(Draft part, Draft whole) {
        Set<Draft> seen = new HashSet<>();
        Deque<Draft> open = new ArrayDeque<>();
        for (Draft other : needsOf(part)) {
            if (other != whole && seen.add(other)) {
                open.add(other);
            }
        }
        while (!open.isEmpty()) {
            for (Draft other : needsOf(open.remove())) {
                if (other == whole) {
                    return true;
                }
                if (seen.add(other)) {
                    open.add(other);
                }
            }
        }
        return false;
    }

    private List<SchemaEntry> sorted() {
        Map<Draft, Set<Draft>> neededBy = neededBy();
        Map<Draft, Integer> missing = new HashMap<>();
        PriorityQueue<Draft> ready =
                new PriorityQueue<>(comparing(Draft::section).thenComparing(BY_NAME));
        int preData = 0;
        for (Draft draft : needs.keySet()) {
            missing.put(draft, needsOf(draft).size());
            preData += draft.section() == Section.PRE_DATA ? 1 : 0;
            if (needsOf(draft).isEmpty()) {
                ready.add(draft);
            }
        }
        List<SchemaEntry> entries = new ArrayList<>(needs.size());
        while (!missing.isEmpty()) {
            if (ready.isEmpty() || (preData > 0 && ready.element().section() == Section.POST_DATA)) {
                ready.add(opened(missing.keySet(), neededBy));
            }
            Draft next = ready.remove();
            Draft done = placeholders.getOrDefault(next, next);
            if (next == done) {
                missing.remove(next);
                preData -= next.section() == Section.PRE_DATA ? 1 : 0;
            }
            entries.add(next.entry(ids(next)));
            emitted.add(next);
            Set<Draft> served = servedEarly.getOrDefault(done, Set.of());
            for (Draft dependent : neededBy.getOrDefault(done, Set.of())) {
                boolean waited = served.contains(dependent) != (next == done);
                Integer left = waited ? missing.computeIfPresent(dependent, (d, count) -> count - 1) : null;
                if (left != null && left == 0) {
                    ready.add(dependent);
                }
            }
        }
        return entries;
    }

    /** Something that may come next although nothing is ready: a placeholder where there is one, or simply the first. */
    private Draft opened(Set<Draft> missing, Map<Draft, Set<Draft>> neededBy) {
        List<Draft> candidates = inCircles(missing, neededBy).stream()
                .filter(draft -> !servedEarly.containsKey(draft))
                .sorted(comparing(Draft::section).thenComparing(BY_NAME))
                .toList();
        for (Draft draft : candidates) {
            Draft placeholder = draft.hasPlaceholder() && reaches(draft, draft) ? draft.open() : null;
            if (placeholder != null) {
                placeholders.put(placeholder, draft);
                Set<Draft> served = neededInTurn(draft);
                served.retainAll(neededBy.getOrDefault(draft, Set.of()));
                servedEarly.put(draft, served);
                return placeholder;
            }
        }
        Draft first = candidates.isEmpty() ? missing.iterator().next() : candidates.get(0);
        drafts.warn(first.id() + " is part of a circle of dependencies that could not be resolved;"
                + " restoring it may fail");
        return first;
    }

    /** What waits for a circle is left out: that which nothing needs, and then that which only such things need. */
    private Set<Draft> inCircles(Set<Draft> missing, Map<Draft, Set<Draft>> neededBy) {
        Set<Draft> left = new HashSet<>(missing);
        Deque<Draft> open = new ArrayDeque<>(missing);
        while (!open.isEmpty()) {
            Draft draft = open.remove();
            if (left.contains(draft)
                    && neededBy.getOrDefault(draft, Set.of()).stream().noneMatch(left::contains)) {
                left.remove(draft);
                open.addAll(needsOf(draft));
            }
        }
        return left;
    }

    private Set<Draft> neededInTurn(Draft draft) {
        Set<Draft> seen = new HashSet<>();
        Deque<Draft> open = new ArrayDeque<>(needsOf(draft));
        while (!open.isEmpty()) {
            Draft needed = open.remove();
            if (seen.add(needed)) {
                open.addAll(needsOf(needed));
            }
        }
        return seen;
    }

    /** What comes before: where a circle was opened, the placeholder. */
    private List<String> ids(Draft draft) {
        Set<String> ids = new TreeSet<>();
        for (Draft needed : placeholders.containsKey(draft) ? withoutCircle(draft) : needsOf(draft)) {
            ids.add(emitted.contains(needed) ? needed.id() : needed.placeholderId());
        }
        if (servedEarly.containsKey(draft)) {
            ids.add(draft.placeholderId());
        }
        return List.copyOf(ids);
    }

    /** Of a placeholder: what it needs without its body, such as its schema. */
    private Set<Draft> withoutCircle(Draft placeholder) {
        Set<Draft> wanted = new HashSet<>(needsOf(placeholders.getOrDefault(placeholder, placeholder)));
        wanted.removeIf(needed -> !emitted.contains(needed));
        return wanted;
    }
}
