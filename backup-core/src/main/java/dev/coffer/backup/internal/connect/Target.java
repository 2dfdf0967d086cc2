package dev.coffer.backup.internal.connect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect, and how, in the driver's terms. The text form is user, hosts and database.
 *
 * @param hosts in the order in which they are tried
 * @param password what the connection string gives, or null
 * @param passwordFile what the connection string gives, or null
 * @param properties the driver's, without hosts, database, user and password; never changed
 */
record Target(
        List<HostPort> hosts,
        String database,
        String user,
        @Nullable String password,
        @Nullable String passwordFile,
        Properties properties) {
    static final int PORT = 5432;
    static final String APPLICATION_NAME = "coffer";

    /** A host and its port; an IPv6 address without brackets. */
    record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    Target withDatabase(String other) {
        return new Target(hosts, other, user, password, passwordFile, properties);
    }

    /** One of the hosts alone. */
    Target at(HostPort host) {
        return new Target(List.of(host), database, user, password, passwordFile, properties);
    }

    Target withPassword(String other) {
        return new Target(hosts, database, user, other, passwordFile, properties);
    }

    /** Hosts and database only: the driver writes its URL to its log. */
    String driverUrl() {
        return "jdbc:postgresql://" + hostList() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String hostList() {
        return hosts.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return user + "@" + hostList() + "/" + database;
    }
}
