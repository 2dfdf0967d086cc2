package dev.coffer.backup.internal.restore;

import dev.coffer.backup.internal.restore.RestoreWishes.Wish;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.backup.internal.schema.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Extensions: the target's own version is what gets installed, unless the plan asks for that of the source (P25). */
final class Extensions {
    /** As the catalogue writes it behind the statement. */
    private static final Pattern VERSION = Pattern.compile(" /\\* version ([A-Za-z0-9._-]+) \\*/");

    private final RestoreWishes wishes;
    private final TargetState target;
    private final TargetFacts facts;

    Extensions(RestoreWishes wishes, TargetState target, TargetFacts facts) {
        this.wishes = wishes;
        this.target = target;
        this.facts = facts;
    }

    boolean installed(SchemaEntry entry) {
        TargetState.Extension extension = target.extensions().get(name(entry));
        return extension != null && extension.installed();
    }

    /** Why an extension cannot be created, or null. */
    @Nullable
    String obstacle(SchemaEntry entry) {
        if (!target.extensions().containsKey(name(entry))) {
            return "the target server does not have it";
        }
        String version = version(entry);
        return exact() && version != null && !facts.extensionVersions().containsKey(name(entry) + " " + version)
                ? "the target server does not have version " + version + " of it"
                : null;
    }

    /** Whether the version that would be installed asks for a superuser, as a rule; a provider may allow it all the same. */
    boolean forSuperusers(SchemaEntry entry) {
        TargetState.Extension available = target.extensions().get(name(entry));
        String version = exact() ? version(entry) : available == null ? null : available.version();
        return facts.extensionVersions().getOrDefault(name(entry) + " " + version, false);
    }

    /** Tells of each that has another version in the target. */
    List<String> differences(List<SchemaEntry> entries) {
        List<String> differences = new ArrayList<>();
        for (SchemaEntry entry : entries) {
            TargetState.Extension there =
                    entry.kind().equals("extension") ? target.extensions().get(name(entry)) : null;
            String version = there == null || (exact() && !there.installed()) ? null : version(entry);
            if (there != null && version != null && !version.equals(there.version())) {
                differences.add(entry.id() + " has version " + there.version() + " in the target, and had " + version
                        + " in the source");
            }
        }
        return differences;
    }

    /** With the version that it had, where the plan asks for that. */
    SchemaEntry forTarget(SchemaEntry entry) {
        String version = entry.kind().equals("extension") && exact() ? version(entry) : null;
        if (version == null) {
            return entry;
        }
        List<String> statements = new ArrayList<>();
        for (String statement : entry.statements()) {
            statements.add(VERSION.matcher(statement).replaceFirst("")
                    + (statement.equals(entry.statements().get(0)) ? " VERSION " + Sql.literal(version) : ""));
        }
        return entry.withStatements(statements);
    }

    private boolean exact() {
        return wishes.has(Wish.EXTENSION_VERSIONS);
    }

    private static @Nullable String version(SchemaEntry entry) {
        Matcher recorded = VERSION.matcher(
                entry.statements().isEmpty() ? "" : entry.statements().get(0));
        return recorded.find() ? recorded.group(1) : null;
    }

    static String name(SchemaEntry entry) {
        String identity = entry.identity();
        return identity.startsWith("\"")
                ? identity.substring(1, identity.length() - 1).replace("\"\"", "\"")
                : identity;
    }
}
