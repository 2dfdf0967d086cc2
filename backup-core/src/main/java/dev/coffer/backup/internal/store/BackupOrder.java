package dev.coffer.backup.internal.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which backup came before which. A server's clock can be set back, its position in the write-ahead log only grows within one
 * timeline (see "Continuous Archiving", "Timelines"): so backups of one database and one timeline are ordered by position, and only
 * among others the time of the snapshot decides.
 */
final class BackupOrder {
    private static final Pattern POSITION = Pattern.compile("([0-9A-F]{1,8})/([0-9A-F]{1,8})");
    private static final Comparator<BackupFiles> BY_TIME = Comparator.comparing(
                    (BackupFiles backup) -> backup.manifest().snapshotTime())
            .thenComparing(backup -> backup.manifest().id());

    private BackupOrder() {}

    static List<BackupFiles> oldestFirst(List<BackupFiles> backups) {
        List<BackupFiles> ordered = new ArrayList<>(backups);
        ordered.sort(BY_TIME);
        Map<Object, List<BackupFiles>> histories = new HashMap<>();
        for (BackupFiles backup : ordered) {
            histories
                    .computeIfAbsent(history(backup.manifest()), key -> new ArrayList<>())
                    .add(backup);
        }
        Map<Object, Iterator<BackupFiles>> next = new HashMap<>();
        histories.forEach((history, members) -> {
            if (history instanceof History) {
                // Stable: at one position, as of a server that stands still, the time decides.
                members.sort((a, b) -> Long.compareUnsigned(position(a.manifest()), position(b.manifest())));
            }
            next.put(history, members.iterator());
        });
        // Each history keeps the places that time gave to its members.
        ordered.replaceAll(backup ->
                Objects.requireNonNull(next.get(history(backup.manifest()))).next());
        return List.copyOf(ordered);
    }

    /** What is ordered by position; a backup without one is alone. */
    private static Object history(Manifest manifest) {
        String timeline = manifest.timeline();
        return timeline == null || matcher(manifest.lsn()) == null
                ? manifest.id()
                : new History(manifest.server().databaseId(), timeline);
    }

    private static long position(Manifest manifest) {
        Matcher position = matcher(manifest.lsn());
        return position == null
                ? 0
                : Long.parseLong(position.group(1), 16) << 32 | Long.parseLong(position.group(2), 16);
    }

    private static @Nullable Matcher matcher(@Nullable String lsn) {
        if (lsn == null) {
            return null;
        }
        Matcher position = POSITION.matcher(lsn);
        return position.matches() ? position : null;
    }

    private record History(String database, String timeline) {}
}
