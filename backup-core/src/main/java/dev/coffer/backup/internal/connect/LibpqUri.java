package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes a connection URI apart as libpq does, its oddities included: user and password end at the first {@code @} that
 * comes before any slash, a plus is a plus, the last of several equal parameters counts, and an empty part is as good as none. Only
 * an {@code @} further on is refused, because it means that a password was not encoded.
 */
final class LibpqUri {
    private final String uri;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private int at;

    private LibpqUri(String uri, int start) {
        this.uri = uri;
        this.at = start;
    }

    static boolean is(String text) {
        return text.startsWith("postgresql://") || text.startsWith("postgres://");
    }

    /** The parameters by libpq's names, decoded; lists of hosts and ports still joined by commas. */
    static Map<String, String> parse(String uri) {
        LibpqUri parser = new LibpqUri(uri, uri.indexOf("://") + 3);
        parser.userInfo();
        parser.refuseStrayAt();
        parser.hosts();
        parser.database();
        parser.query();
        return parser.parameters;
    }

    private void userInfo() {
        int end = find(at, "@/");
        if (end == uri.length() || uri.charAt(end) == '/') {
            return;
        }
        int colon = find(at, ":@");
        store("user", uri.substring(at, colon), "the user name");
        if (colon < end) {
            store("password", uri.substring(colon + 1, end), "the password");
        }
        at = end + 1;
    }

    /** libpq would take the rest of the password for a host or a database, and show it in its messages. */
    private void refuseStrayAt() {
        int query = find(at, "?");
        if (uri.substring(at, query).indexOf('@') >= 0) {
            throw broken("an \"@\" follows the one that ends user and password, or a \"/\" comes before it");
        }
    }

    private void hosts() {
        StringBuilder hosts = new StringBuilder();
        StringBuilder ports = new StringBuilder();
        while (true) {
            hosts.append(host());
            if (peek() == ':') {
                int end = find(at + 1, "/?,");
                ports.append(uri, at + 1, end);
                at = end;
            }
            if (peek() != ',') {
                break;
            }
            at++;
            hosts.append(',');
            ports.append(',');
        }
        store("host", hosts.toString(), "the host");
        store("port", ports.toString(), "the port");
    }

    private String host() {
        if (peek() != '[') {
            int end = find(at, ":/?,");
            String host = uri.substring(at, end);
            at = end;
            return host;
        }
        int end = uri.indexOf(']', at);
        if (end < 0) {
            throw broken("an IPv6 address begins with \"[\" and has no \"]\"");
        }
        if (end == at + 1) {
            throw broken("the IPv6 address between \"[\" and \"]\" is empty");
        }
        String host = uri.substring(at + 1, end);
        at = end + 1;
        if (at < uri.length() && ":/?,".indexOf(peek()) < 0) {
            throw broken("after the \"]\" of an IPv6 address only \":\", \"/\", \"?\" or \",\" may follow");
        }
        return host;
    }

    private void database() {
        if (peek() == '/') {
            int end = find(at + 1, "?");
            store("dbname", uri.substring(at + 1, end), "the database name");
            at = end;
        }
    }

    private void query() {
        if (peek() != '?') {
            return;
        }
        at++;
        while (at < uri.length()) {
            int end = find(at, "&");
            int equals = find(at, "=");
            if (equals >= end) {
                throw broken("a parameter after the \"?\" has no \"=\"");
            }
            String name = decode(uri.substring(at, equals), "the name of a parameter");
            if (uri.substring(equals + 1, end).indexOf('=') >= 0) {
                throw broken("parameter \"" + name + "\" has a second \"=\"; write it as %3D");
            }
            String value = decode(uri.substring(equals + 1, end), "parameter \"" + name + "\"");
            if (name.equals("ssl") && value.equals("true")) {
                parameters.put("sslmode", "require");
            } else {
                parameters.put(name, value);
            }
            at = Math.min(end + 1, uri.length());
        }
    }

    private void store(String name, String encoded, String part) {
        if (!encoded.isEmpty()) {
            parameters.put(name, decode(encoded, part));
        }
    }

    private static String decode(String text, String part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            int percent = text.indexOf('%', i);
            int plainEnd = percent < 0 ? text.length() : percent;
            bytes.writeBytes(text.substring(i, plainEnd).getBytes(StandardCharsets.UTF_8));
            if (percent < 0) {
                break;
            }
            int high = percent + 1 < text.length() ? hex(text.charAt(percent + 1)) : -1;
            int low = percent + 2 < text.length() ? hex(text.charAt(percent + 2)) : -1;
            if (high < 0 || low < 0) {
                throw broken("a \"%\" in " + part + " is not followed by two hexadecimal digits");
            }
            if (high == 0 && low == 0) {
                throw broken(part + " holds %00, which cannot be part of it");
            }
            bytes.write(high << 4 | low);
            i = percent + 3;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw broken("the percent-encoding of " + part + " is not UTF-8");
        }
    }

    private static int hex(char c) {
        // Character.digit would take digits of other scripts as well.
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private char peek() {
        return at < uri.length() ? uri.charAt(at) : '\0';
    }

    private int find(int from, String anyOf) {
        int i = from;
        while (i < uri.length() && anyOf.indexOf(uri.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static PlanException broken(String what) {
        return (PlanException) Problem.of(ErrorCode.CONNECTION_STRING, "the connection string cannot be read: " + what)
                .hint(
                        "write postgresql://user:password@host:5432/database?sslmode=require, with @ : / ? # % & = of user and"
                                + " password percent-encoded (@ as %40)")
                .exception();
    }
}
