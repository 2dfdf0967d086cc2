package dev.coffer.backup.internal.version;

import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.backup.internal.schema.SchemaEntry;
import java.util.List;

/**
 * From a server of one version into one of another.
 *
 * @param from the server that the backup came from
 * @param into {@code server_version_num} of the target
 * @param name the target's version as people call it
 */
public record AcrossVersions(ServerInfo from, int into, String name) {
    private static final int MAJOR = 10_000;

    /** The entry in words that the target reads as its own server meant them. */
    public SchemaEntry inWordsOfTarget(SchemaEntry entry) {
        return NewerText.of(OlderText.of(entry, into), from.versionNumber(), into);
    }

    /**
     * Refuses what the target's version is known not to take.
     *
     * @param entries what would be created
     * @param all that the backup holds, the tables among them to which these entries belong
     */
    public void check(List<SchemaEntry> entries, List<SchemaEntry> all) {
        Versions.check(entries, all, this);
        GeneratedColumns.check(entries, all, this);
    }

    /** Refuses what an older target cannot read, which it is asked itself. */
    public void tryReading(Session session, List<SchemaEntry> entries) {
        if (majorInto() < majorFrom() && !entries.isEmpty()) {
            ParseTrial.check(session, entries, this);
        }
    }

    int majorFrom() {
        return from.versionNumber() / MAJOR;
    }

    int majorInto() {
        return into / MAJOR;
    }
}
