package dev.coffer.backup.pgdump;

import dev.coffer.backup.spi.LibpqConnection;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Neon's poolers hand each transaction to any session, and the settings that the tools make outside of transactions would
 * stay behind for the pool's other users. The server itself is at the same address without the suffix.
 */
final class DirectAddress {
    private static final Pattern POOLER =
            Pattern.compile("^(ep-[a-z0-9-]+)-pooler(\\.(?:[a-z0-9-]+\\.)*neon\\.(?:tech|build))$");

    private DirectAddress() {}

    static LibpqConnection of(LibpqConnection connection) {
        String hosts = connection.parameters().getOrDefault("host", "");
        String direct =
                Arrays.stream(hosts.split(",", -1)).map(DirectAddress::direct).collect(Collectors.joining(","));
        return direct.equals(hosts) ? connection : connection.with("host", direct);
    }

    private static String direct(String host) {
        Matcher pooler = POOLER.matcher(host);
        return pooler.matches() ? pooler.group(1) + pooler.group(2) : host;
    }
}
