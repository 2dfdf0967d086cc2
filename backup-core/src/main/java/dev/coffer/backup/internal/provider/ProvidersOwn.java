package dev.coffer.backup.internal.provider;

import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.RightKind;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which entries of a schema are a provider's. */
public final class ProvidersOwn {
    private static final Set<String> SAID_OF_OTHERS = Set.of(
            "comment",
            "publication schema",
            "publication table",
            "revoke",
            "security label",
            "sequence owner",
            "user mapping");

    private final ProviderProfile profile;
    private final Set<String> ids = new HashSet<>();

    /**
     * @param entries of one database
     * @param rights who owns what, where that is known
     */
    public ProvidersOwn(ProviderProfile profile, List<SchemaEntry> entries, List<SchemaEntry> rights) {
        this.profile = profile;
        Set<String> owned = owned(rights);
        for (SchemaEntry entry : entries) {
            if (isTheirs(entry, owned)) {
                ids.add(entry.id());
            }
        }
        // In the order of creation, so that what is said of something comes after it.
        for (SchemaEntry entry : entries) {
            boolean along =
                    SAID_OF_OTHERS.contains(entry.kind()) || entry.kind().endsWith(" placeholder");
            if (along && entry.dependsOn().stream().anyMatch(ids::contains)) {
                ids.add(entry.id());
                if (entry.kind().equals("sequence owner")) {
                    ids.addAll(entry.dependsOn());
                }
            }
        }
    }

    private Set<String> owned(List<SchemaEntry> rights) {
        Set<String> owned = new HashSet<>();
        for (SchemaEntry right : rights) {
            if (RightKind.of(right).equals(Optional.of(RightKind.OWNER))
                    && profile.owners().containsAll(right.roles())) {
                owned.addAll(right.dependsOn());
            }
        }
        return owned;
    }

    private boolean isTheirs(SchemaEntry entry, Set<String> owned) {
        return switch (entry.kind()) {
            case "schema" -> profile.schemas().contains(entry.identity());
            case "extension" -> profile.extensions().contains(entry.identity());
            case "event trigger" -> profile.eventTriggers().contains(entry.identity()) || owned.contains(entry.id());
            case "publication" -> profile.publications().contains(entry.identity()) || owned.contains(entry.id());
            // Whoever protects or watches a provider's table has done so himself.
            case "policy" -> false;
            case "trigger" -> inTheirSchema(entry) && entry.dependsOn().stream().noneMatch(this::isUsersFunction);
            default ->
                inTheirSchema(entry)
                        || isTheirTable(entry.table())
                        || (owned.contains(entry.id())
                                && (entry.schema() == null
                                        || profile.sharedSchemas().contains(entry.schema())));
        };
    }

    private boolean inTheirSchema(SchemaEntry entry) {
        return entry.schema() != null && profile.schemas().contains(entry.schema());
    }

    private boolean isUsersFunction(String id) {
        return id.startsWith("function ")
                && profile.schemas().stream().noneMatch(schema -> id.startsWith("function " + schema + "."));
    }

    private boolean isTheirTable(@Nullable TableName table) {
        return table != null && profile.tables().contains(table.toString());
    }

    /** Whether an entry is the provider's. */
    public boolean contains(SchemaEntry entry) {
        return ids.contains(entry.id());
    }

    /** Whether the rows of a table are the provider's. */
    public boolean contains(TableName table) {
        return profile.schemas().contains(table.schema()) || isTheirTable(table);
    }

    /** Those of these that are not the provider's. */
    List<SchemaEntry> without(Collection<SchemaEntry> entries) {
        return entries.stream().filter(entry -> !contains(entry)).toList();
    }

    /** Why it is left out: {@code it belongs to Supabase}. */
    public String reason() {
        return "it belongs to " + profile.title();
    }
}
