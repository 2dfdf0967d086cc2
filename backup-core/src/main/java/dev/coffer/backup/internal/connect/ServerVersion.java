package dev.coffer.backup.internal.connect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code server_version}, which the server tells without being asked, into {@code server_version_num}. */
final class ServerVersion {
    /** 15.19, 18beta2, 17.5 (Debian 17.5-1). */
    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?.*", Pattern.DOTALL);

    private ServerVersion() {}

    /** The number, such as 150019; 0 where the text is not a version. */
    static int number(@Nullable String serverVersion) {
        Matcher text = TEXT.matcher(serverVersion == null ? "" : serverVersion);
        if (!text.matches()) {
            return 0;
        }
        int minor = text.group(2) == null ? 0 : Integer.parseInt(text.group(2));
        return Integer.parseInt(text.group(1)) * 10_000 + minor;
    }
}
