package dev.coffer.backup.internal.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that libpq takes passwords from, {@code ~/.pgpass}, read by its rules: the first line that fits counts, {@code *} fits
 * anything, a backslash takes the meaning from what follows it, and a file that others may read is not used.
 */
final class PasswordFile {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path path;

    private PasswordFile(Path path) {
        this.path = path;
    }

    /** The file that the target names, else PGPASSFILE, else the one in the home directory. */
    static PasswordFile of(Target target, Surroundings surroundings) {
        String named = target.passwordFile() != null
                ? target.passwordFile()
                : surroundings.environment().get("PGPASSFILE");
        if (named != null && !named.isEmpty()) {
            return new PasswordFile(Path.of(named));
        }
        String appData = surroundings.environment().get("APPDATA");
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return new PasswordFile(
                windows && appData != null
                        ? Path.of(appData, "postgresql", "pgpass.conf")
                        : surroundings.home().resolve(".pgpass"));
    }

    Path path() {
        return path;
    }

    /** Why the file is not used although it is there, or null. */
    @Nullable
    String unusable() {
        try {
            if (!Files.exists(path)) {
                return null;
            }
            if (!Files.isRegularFile(path)) {
                return "it is not a plain file";
            }
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
                if (permissions.stream().anyMatch(OTHERS::contains)) {
                    return "others than its owner may use it (chmod 600 " + path + ")";
                }
            }
            return Files.isReadable(path) ? null : "it cannot be read";
        } catch (IOException e) {
            LOG.debug("passfile.check-failed file={}", path, e);
            return "it cannot be read";
        }
    }

    /** The passwords for the hosts of the target, each once; usually none or one. */
    Set<String> passwords(Target target) {
        Set<String> found = new LinkedHashSet<>();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || unusable() != null) {
            return found;
        }
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            LOG.debug("passfile.read-failed file={}", path, e);
            return found;
        }
        for (Target.HostPort host : target.hosts()) {
            String password = find(lines, host, target);
            if (password != null) {
                found.add(password);
            }
        }
        return found;
    }

    private static @Nullable String find(List<String> lines, Target.HostPort host, Target target) {
        String[] wanted = {host.host(), Integer.toString(host.port()), target.database(), target.user()};
        for (String line : lines) {
            int at = line.startsWith("#") ? -1 : 0;
            for (int field = 0; field < wanted.length && at >= 0; field++) {
                at = match(line, at, wanted[field]);
            }
            if (at >= 0) {
                return password(line, at);
            }
        }
        return null;
    }

    /** Where the next field begins if the one that begins here fits, or -1. */
    private static int match(String line, int start, String wanted) {
        if (line.startsWith("*:", start)) {
            return start + 2;
        }
        int matched = 0;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ':' && matched == wanted.length()) {
                return i + 1;
            }
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i);
            }
            if (matched == wanted.length() || c != wanted.charAt(matched)) {
                return -1;
            }
            matched++;
        }
        return -1;
    }

    private static String password(String line, int start) {
        StringBuilder password = new StringBuilder();
        for (int i = start; i < line.length() && line.charAt(i) != ':'; i++) {
            if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                i++;
            }
            password.append(line.charAt(i));
        }
        return password.toString();
    }
}
