package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Reads a JDBC URL by the driver's own rules, and names what the driver would pass over in silence. */
final class JdbcUrl {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern IN_QUERY = Pattern.compile("[?&]password=");

    private JdbcUrl() {}

    static boolean is(String text) {
        return text.startsWith(PREFIX);
    }

    static Target parse(String url, Surroundings surroundings) {
        int query = url.indexOf('?');
        String address = url.substring(PREFIX.length(), query < 0 ? url.length() : query);
        checkAddress(address);
        if (BAD_ESCAPE.matcher(url).find()) {
            throw broken("a \"%\" is not followed by two hexadecimal digits");
        }
        Properties all = Driver.parseURL(url, null);
        if (all == null) {
            throw broken("the driver does not accept it");
        }
        checkNames(all);
        String user = PGProperty.USER.isPresent(all) ? text(PGProperty.USER, all) : surroundings.osUser();
        List<Target.HostPort> hosts = hosts(all);
        String database = PGProperty.PG_DBNAME.isPresent(all) ? text(PGProperty.PG_DBNAME, all) : user;
        // Without one in the URL the driver has looked into the password file, by rules of its own.
        boolean given = query >= 0 && IN_QUERY.matcher(url.substring(query)).find();
        String password = given ? PGProperty.PASSWORD.getOrNull(all) : null;
        for (PGProperty apart : List.of(
                PGProperty.PG_HOST, PGProperty.PG_PORT, PGProperty.PG_DBNAME, PGProperty.USER, PGProperty.PASSWORD)) {
            all.remove(apart.getName());
        }
        if (!PGProperty.APPLICATION_NAME.isPresent(all)) {
            PGProperty.APPLICATION_NAME.set(all, Target.APPLICATION_NAME);
        }
        KeepAliveSockets.use(all, 30, 10, 3);
        return new Target(hosts, database, user, password, null, all);
    }

    /** What the driver would complain about in its log, the whole URL with its password included. */
    private static void checkAddress(String address) {
        if (!address.startsWith("//")) {
            return;
        }
        if (address.indexOf('@') >= 0) {
            throw broken("it has a user before an \"@\", which belongs into a libpq URI");
        }
        int slash = address.indexOf('/', 2);
        if (slash < 0) {
            throw broken("no \"/\" follows the host and port");
        }
        if (address.indexOf('/', slash + 1) >= 0) {
            throw broken("more than one \"/\" follows the host and port");
        }
        for (String host : address.substring(2, slash).split(",", -1)) {
            int colon = host.lastIndexOf(':');
            if (colon > host.lastIndexOf(']') && !isPort(host.substring(colon + 1))) {
                throw broken("a port is not a number from 1 to 65535");
            }
        }
    }

    private static boolean isPort(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
    }

    private static void checkNames(Properties all) {
        for (String name : all.stringPropertyNames()) {
            PGProperty property = PGProperty.forName(name);
            if (property == null) {
                throw Given.parameter(name, "")
                        .wrong(
                                "is not known to the JDBC driver",
                                "check its spelling, or use a libpq URI for libpq's parameters");
            }
            if (property == PGProperty.SERVICE || property == PGProperty.REPLICATION) {
                throw Given.parameter(name, "").refused("leave it out, and name host and database in the URL");
            }
        }
    }

    private static List<Target.HostPort> hosts(Properties all) {
        String[] names = text(PGProperty.PG_HOST, all).split(",", -1);
        String[] ports = text(PGProperty.PG_PORT, all).split(",", -1);
        List<Target.HostPort> hosts = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            boolean brackets = name.startsWith("[") && name.endsWith("]");
            int port = Integer.parseInt(ports[Math.min(i, ports.length - 1)]);
            hosts.add(new Target.HostPort(brackets ? name.substring(1, name.length() - 1) : name, port));
        }
        return List.copyOf(hosts);
    }

    private static String text(PGProperty property, Properties all) {
        String value = property.getOrDefault(all);
        if (value == null) {
            throw broken("it has no " + property.getName());
        }
        return value;
    }

    private static PlanException broken(String what) {
        return (PlanException) Problem.of(ErrorCode.CONNECTION_STRING, "the JDBC URL cannot be read: " + what)
                .hint(
                        "write jdbc:postgresql://host:5432/database?user=…&password=…, or postgresql://user:password@host/database")
                .exception();
    }
}
