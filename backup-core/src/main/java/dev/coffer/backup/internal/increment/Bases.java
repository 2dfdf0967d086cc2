package dev.coffer.backup.internal.increment;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.FormatId;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.store.BackupFiles;
import dev.coffer.backup.internal.store.Manifest;
import dev.coffer.backup.internal.store.StoredBackup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the backup to build on, and says of one why it cannot be built on. */
final class Bases {
    private static final Logger LOG = LoggerFactory.getLogger(Bases.class);
    private static final String UNKNOWN_SERVER = "unknown/";

    private Bases() {}

    /** The newest backup of the database that is there with all its files and records what is needed; null when there is none. */
    static @Nullable StoredBackup newest(Path root, ServerInfo server, IncrementSettings settings) {
        if (!Files.isDirectory(root)) {
            return null;
        }
        List<BackupFiles> backups = BackupFiles.list(root);
        for (int i = backups.size() - 1; i >= 0; i--) {
            BackupFiles backup = backups.get(i);
            Manifest manifest = backup.manifest();
            if (manifest.server().databaseId().equals(server.databaseId())
                    && manifest.lineage() != null
                    && isRead(manifest, settings)
                    && isThere(backup)) {
                return backup;
            }
        }
        return null;
    }

    private static boolean isRead(Manifest manifest, IncrementSettings settings) {
        List<String> held = manifest.formats().stream().map(FormatId::name).toList();
        return settings.formats().stream()
                .anyMatch(strategy -> held.contains(strategy.format().name()));
    }

    private static boolean isThere(BackupFiles backup) {
        try {
            backup.requireFiles();
            return true;
        } catch (BackupException e) {
            LOG.debug("increment.damaged folder={} code={}", backup.directory(), e.code());
            return false;
        }
    }

    /** Why nothing in a backup is known to be as it is now; null when its tables can be compared. */
    static @Nullable String obstacle(Manifest base, ServerInfo server, Map<String, String> settings, History now) {
        Manifest.Lineage lineage = base.lineage();
        if (lineage == null) {
            return "it was taken without recording what a later one can build on";
        }
        if (server.databaseId().startsWith(UNKNOWN_SERVER)) {
            return "the server does not let the role see its identity";
        }
        if (!base.server().databaseId().equals(server.databaseId())) {
            return "it is of another database";
        }
        if (!base.server().version().equals(server.version())) {
            return "the server was of another version then";
        }
        if (!Objects.equals(base.settings().get("pins"), settings.get("pins"))) {
            return "it was taken with other settings of the session";
        }
        return History.of(lineage.history())
                .map(now::breakSince)
                .orElse(History.of(lineage.history()).isEmpty() ? "its history cannot be read" : null);
    }
}
