package dev.coffer.backup.internal.restore;

import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.internal.provider.ProvidersOwn;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the provider of a target has there already, and what entries need of the provider that their backup came from. */
final class TargetProvider {
    private static final List<String> PLACED = List.of(
            "table",
            "foreign table",
            "view",
            "materialized view",
            "sequence",
            "composite type",
            "base type",
            "enum type",
            "domain",
            "range type",
            "function",
            "procedure",
            "aggregate",
            "schema");

    private final ProviderProfile profile;
    private final TargetState target;
    private final ProvidersOwn theirs;
    private final Set<String> known;
    private final boolean fresh;

    /**
     * @param entries of the whole backup
     * @param fresh whether the target is a database that the run has created
     */
    TargetProvider(ProviderProfile profile, TargetState target, List<SchemaEntry> entries, boolean fresh) {
        this.profile = profile;
        this.target = target;
        this.theirs = new ProvidersOwn(profile, entries, List.of());
        this.known = entries.stream().map(SchemaEntry::id).collect(Collectors.toSet());
        this.fresh = fresh;
    }

    /** Whether it is a schema that the provider has made for users. */
    boolean hasMade(SchemaEntry entry) {
        return entry.kind().equals("schema")
                && profile.sharedSchemas().contains(entry.identity())
                && target.schemas().containsKey(entry.identity());
    }

    /** Whether users may create such objects although they are no superusers. */
    boolean allows(SchemaEntry entry) {
        return profile.allowed().contains(entry.kind());
    }

    /** Why an entry is not to be created, or cannot be; null where neither holds. */
    @Nullable
    String obstacle(SchemaEntry entry) {
        if (theirs.contains(entry) && isThere(entry)) {
            return theirs.reason();
        }
        return entry.dependsOn().stream()
                .filter(id -> !known.contains(id) && !has(id))
                .findFirst()
                .map(id -> "it needs " + id + ", which the provider of the source had, and the target does not have")
                .orElse(null);
    }

    /** A database that was just created holds nothing of the provider's but what every database of the server has. */
    private boolean isThere(SchemaEntry entry) {
        if (entry.kind().equals("schema")) {
            return target.schemas().containsKey(entry.identity());
        }
        return (entry.schema() == null || entry.schema().equals("public"))
                ? !fresh
                : target.schemas().containsKey(entry.schema());
    }

    /** Whether the target has an object that the backup only names. */
    private boolean has(String id) {
        for (String kind : PLACED) {
            if (id.startsWith(kind + " ")) {
                String identity = id.substring(kind.length() + 1);
                if (kind.equals("schema")) {
                    return target.schemas().containsKey(identity);
                }
                return EntryClass.of(kind)
                        .map(space ->
                                target.objects().getOrDefault(space, Set.of()).contains(identity))
                        .orElse(false);
            }
        }
        if (id.startsWith("extension ")) {
            TargetState.Extension extension = target.extensions().get(id.substring("extension ".length()));
            return extension != null && extension.installed();
        }
        // A key of a table, a part of a publication: it comes with what it is a part of.
        return true;
    }
}
