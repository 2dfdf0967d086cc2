package dev.coffer.backup.internal.backup;

import dev.coffer.backup.internal.catalogue.LiveCatalogue;
import dev.coffer.backup.internal.message.Few;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names what is different between two catalogues. */
final class CatalogueChange {
    private CatalogueChange() {}

    /** Text to append to a sentence; empty when the entries are the same. */
    static String between(LiveCatalogue before, LiveCatalogue after) {
        Map<String, List<String>> old = statements(before);
        Map<String, List<String>> now = statements(after);
        TreeSet<String> changed = new TreeSet<>();
        old.forEach((id, statements) -> {
            if (!statements.equals(now.get(id))) {
                changed.add(id);
            }
        });
        now.keySet().stream().filter(id -> !old.containsKey(id)).forEach(changed::add);
        if (changed.isEmpty()) {
            return "";
        }
        return ": " + Few.names(changed);
    }

    private static Map<String, List<String>> statements(LiveCatalogue catalogue) {
        return catalogue.catalogue().entries().stream()
                .collect(Collectors.toMap(
                        SchemaEntry::id, SchemaEntry::statements, (one, other) -> one, LinkedHashMap::new));
    }
}
