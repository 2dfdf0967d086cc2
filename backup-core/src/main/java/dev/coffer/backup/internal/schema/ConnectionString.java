package dev.coffer.backup.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be kept of a libpq connection string.
 *
 * @param text keywords and values that are known to be no secrets
 * @param complete whether that is all there was
 */
record ConnectionString(String text, boolean complete) {
    private static final Set<String> HARMLESS = Set.of(
            "host",
            "hostaddr",
            "port",
            "dbname",
            "user",
            "application_name",
            "fallback_application_name",
            "connect_timeout",
            "client_encoding",
            "sslmode",
            "sslcert",
            "sslkey",
            "sslrootcert",
            "sslcrl",
            "sslcompression",
            "sslsni",
            "gssencmode",
            "channel_binding",
            "target_session_attrs",
            "keepalives",
            "keepalives_idle",
            "keepalives_interval",
            "keepalives_count",
            "tcp_user_timeout",
            "options");
    private static final Pattern PAIR = Pattern.compile(
            "\\s*([a-z_]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s'\\\\]|\\\\.)*)(?=\\s|$)", Pattern.DOTALL);

    /** Keeps the text as it stands where it holds nothing else; a URI is not taken apart and not kept. */
    static ConnectionString withoutSecrets(String text) {
        List<String> kept = new ArrayList<>();
        Matcher pair = PAIR.matcher(text);
        int end = 0;
        boolean complete = true;
        while (pair.lookingAt()) {
            if (HARMLESS.contains(pair.group(1)) && !pair.group(2).contains("://")) {
                kept.add(pair.group(1) + "=" + pair.group(2));
            } else {
                complete = false;
            }
            end = pair.end();
            pair.region(end, text.length());
        }
        if (!text.substring(end).isBlank()) {
            return new ConnectionString("", false);
        }
        return new ConnectionString(complete ? text : String.join(" ", kept), complete);
    }
}
