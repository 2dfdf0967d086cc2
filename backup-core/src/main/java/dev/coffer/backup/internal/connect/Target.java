package dev.coffer.backup.internal.connect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Where to connect, and how, in the driver's terms.
 *
 * @param hosts in the order in which they are tried
 * @param password apart from the properties, which are free of it
 * @param properties the driver's, without hosts, database, user and password; never changed
 */
record Target(
        List<HostPort> hosts,
        String database,
        String user,
        @Nullable String password,
        Properties properties) {

    /** A host and its port; an IPv6 address without brackets. */
    record HostPort(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    Target withDatabase(String other) {
        return new Target(hosts, other, user, password, properties);
    }

    Target withPassword(@Nullable String other) {
        return new Target(hosts, database, user, other, properties);
    }

    /** Hosts and database only: the driver writes its URL to its log. */
    String driverUrl() {
        return "jdbc:postgresql://" + hostList() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Properties driverProperties() {
        Properties all = new Properties();
        all.putAll(properties);
        PGProperty.USER.set(all, user);
        // An empty one too: without any, the driver reads the password file by rules of its own.
        PGProperty.PASSWORD.set(all, password == null ? "" : password);
        return all;
    }

    String hostList() {
        return hosts.stream().map(HostPort::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return user + "@" + hostList() + "/" + database;
    }
}
