package dev.coffer.backup.internal.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.store.Beside;
import dev.coffer.backup.internal.store.StoredBackup;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who must not be removed. A hold is a small file beside the backup's directory; what it says about which backup is its
 * id, so that it still counts when the directory was renamed.
 */
public final class Holds {
    static final String SUFFIX = ".hold";
    private static final int LONGEST = 500;

    private Holds() {}

    /** Holds a backup; a hold that is there is replaced. */
    public static void set(StoredBackup backup, String reason) {
        String line = reason.strip();
        if (line.isEmpty() || line.length() > LONGEST || line.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "reason must be one line of 1 to " + LONGEST + " characters without control characters");
        }
        release(backup);
        Beside.write(backup, SUFFIX, (backup.manifest().id() + "\n" + line + "\n").getBytes(UTF_8));
    }

    /** Gives up every hold of a backup. */
    public static void release(StoredBackup backup) {
        String id = backup.manifest().id();
        for (Map.Entry<Path, String> file :
                Beside.read(Beside.root(backup), SUFFIX).entrySet()) {
            if (lines(file.getValue())[0].equals(id)) {
                Beside.delete(file.getKey());
            }
        }
    }

    /** Why a backup is held. */
    public static Optional<String> of(StoredBackup backup) {
        return Optional.ofNullable(
                all(Beside.root(backup)).get(backup.manifest().id()));
    }

    /** The reason of each backup's hold in a folder, by the backup's id. */
    static Map<String, String> all(Path root) {
        Map<String, String> reasons = new HashMap<>();
        Beside.read(root, SUFFIX).forEach((file, text) -> {
            String[] lines = lines(text);
            if (lines.length < 2) {
                // To take a hold that cannot be read for none would remove what somebody wanted to keep.
                throw Problem.of(ErrorCode.MALFORMED, "the hold does not say which backup it is for")
                        .file(file.toString())
                        .hint("hold the backup again, and delete this file")
                        .exception();
            }
            reasons.put(lines[0], lines[1]);
        });
        return reasons;
    }

    private static String[] lines(String text) {
        return text.split("\n", -1);
    }
}
