package dev.coffer.backup.internal.schema;

import dev.coffer.backup.Skip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries that cannot be created, and those that cannot do without them. */
public final class LeftOut {
    private static final String PLACEHOLDER = " placeholder ";

    private final List<Skip> skips;
    private final Map<String, String> reasons = new HashMap<>();

    /** @param skips is added to */
    public LeftOut(List<Skip> skips) {
        this.skips = skips;
        skips.forEach(skip -> reasons.put(skip.object(), skip.reason()));
    }

    /**
     * Returns the entries that can be created.
     *
     * @param obstacle why an entry cannot be, whatever the others; null where nothing is in its way
     */
    public List<SchemaEntry> keep(List<SchemaEntry> entries, Function<SchemaEntry, @Nullable String> obstacle) {
        List<SchemaEntry> kept = entries;
        int before;
        do {
            before = kept.size();
            List<SchemaEntry> still = new ArrayList<>(before);
            for (SchemaEntry entry : kept) {
                String why = obstacle.apply(entry);
                String without = why == null ? missing(entry) : null;
                if (why != null) {
                    add(entry, why);
                } else if (without != null) {
                    takeAlong(entry, without);
                } else {
                    still.add(entry);
                }
            }
            kept = still;
        } while (kept.size() < before);
        return kept;
    }

    /** Why an entry cannot be created after those that are left out; null where it can. */
    public @Nullable String missing(SchemaEntry entry) {
        for (String needed : entry.dependsOn()) {
            String why = reasons.get(needed);
            if (why != null) {
                return "it needs " + needed + ", which is left out: " + why;
            }
        }
        int placeholder =
                entry.kind().endsWith(PLACEHOLDER.stripTrailing()) ? entry.id().indexOf(PLACEHOLDER) : -1;
        String completed = placeholder < 0
                ? null
                : entry.kind().substring(0, placeholder) + entry.id().substring(placeholder + PLACEHOLDER.length() - 1);
        return completed == null ? null : reasons.get(completed);
    }

    /** Leaves an entry out for a reason of its own. */
    public void add(SchemaEntry entry, String why) {
        if (reasons.put(entry.id(), why) == null) {
            skips.add(new Skip(entry.id(), why));
        }
    }

    /** Leaves an entry out because of another; what only says something about that one is not named beside it. */
    public void takeAlong(SchemaEntry entry, String why) {
        if (Set.of("comment", "security label").contains(entry.kind())
                || entry.kind().endsWith(PLACEHOLDER.stripTrailing())) {
            reasons.put(entry.id(), why);
        } else {
            add(entry, why);
        }
    }

    public boolean contains(String id) {
        return reasons.containsKey(id);
    }
}
