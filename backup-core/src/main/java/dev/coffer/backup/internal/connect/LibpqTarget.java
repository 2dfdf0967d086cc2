package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** Makes a target of libpq's parameters, with libpq's defaults but for the Unix socket, which becomes localhost. */
final class LibpqTarget {
    private static final String ENCODE = "percent-encode @ : / ? # % in user and password (@ as %40)";

    private final Map<String, Given> given = new LinkedHashMap<>();
    private final Surroundings surroundings;

    private LibpqTarget(Map<String, Given> given, Surroundings surroundings) {
        given.forEach((name, value) -> {
            if (!value.value().isEmpty()) {
                this.given.put(name, value);
            }
        });
        this.surroundings = surroundings;
    }

    static Target of(Map<String, Given> given, Surroundings surroundings) {
        return new LibpqTarget(given, surroundings).target();
    }

    /** What the environment says, for the parameters that are not given. */
    static Map<String, Given> completed(Map<String, Given> given, Map<String, String> environment) {
        Map<String, Given> all = new LinkedHashMap<>(given);
        for (LibpqParameter parameter : LibpqParameters.ALL) {
            String variable = parameter.variable();
            // The password of the environment has a place of its own: after that of the string, before the password
            // file.
            if (variable != null && !parameter.name().equals("password")) {
                String value = environment.getOrDefault(variable, "");
                if (!value.isEmpty()) {
                    all.putIfAbsent(parameter.name(), Given.variable(variable, value));
                }
            }
        }
        return all;
    }

    private Target target() {
        Properties driver = LibpqParameters.driverProperties(given);
        LibpqTls.combine(given, driver, surroundings.home());
        applicationName(driver);
        KeepAliveSockets.use(
                driver,
                keepAlive("keepalives_idle", 30),
                keepAlive("keepalives_interval", 10),
                keepAlive("keepalives_count", 3));
        String user = value("user", surroundings.osUser());
        List<Target.HostPort> hosts = hosts();
        return new Target(hosts, value("dbname", user), user, optional("password"), optional("passfile"), driver);
    }

    private void applicationName(Properties driver) {
        if (!given.containsKey("application_name")) {
            PGProperty.APPLICATION_NAME.set(driver, value("fallback_application_name", Target.APPLICATION_NAME));
        }
    }

    private int keepAlive(String name, int otherwise) {
        Given value = given.get(name);
        return value == null ? otherwise : value.number(0);
    }

    private List<Target.HostPort> hosts() {
        Given host = given.get("host");
        Given address = given.get("hostaddr");
        if (host != null && address != null) {
            throw address.wrong(
                    "does not go with a host",
                    "leave out one of them: hostaddr connects to the address, host looks the name up");
        }
        Given from = host != null ? host : address;
        String[] names = from == null ? new String[] {""} : from.value().split(",", -1);
        Given port = given.get("port");
        String[] ports = port == null ? new String[] {""} : port.value().split(",", -1);
        if (port != null && ports.length != 1 && ports.length != names.length) {
            throw port.wrong(
                    "gives " + ports.length + " ports for " + names.length + " hosts",
                    "give one port for all hosts, or one for each");
        }
        List<Target.HostPort> hosts = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            String text = ports[ports.length == 1 ? 0 : i];
            int number = port == null || text.isEmpty() ? Target.PORT : port(new Given(text, port.origin()));
            hosts.add(new Target.HostPort(
                    from == null || names[i].isEmpty() ? "localhost" : host(from, names[i]), number));
        }
        return List.copyOf(hosts);
    }

    private static int port(Given given) {
        // A password with a slash or an @ that was not percent-encoded ends up here: never shown.
        if (!given.value().matches("\\d{1,5}")
                || Integer.parseInt(given.value()) < 1
                || Integer.parseInt(given.value()) > 65535) {
            throw given.wrong("is not a port", "give a number from 1 to 65535, and " + ENCODE);
        }
        return Integer.parseInt(given.value());
    }

    private static String host(Given from, String name) {
        if (name.startsWith("/") || name.startsWith("@")) {
            throw from.wrong(
                    "names a Unix socket, which Java's driver cannot reach",
                    "name the machine instead, such as localhost, and let the server listen on TCP (listen_addresses)");
        }
        if (!name.matches("[\\p{L}\\p{N}._:%~+-]+")) {
            throw from.wrong("holds a character that no host name has", ENCODE);
        }
        return name;
    }

    private String value(String name, String otherwise) {
        Given value = given.get(name);
        return value == null ? otherwise : value.value();
    }

    private @Nullable String optional(String name) {
        Given value = given.get(name);
        return value == null ? null : value.value();
    }

    /** Nothing says where to connect. */
    static Problem nothingSet() {
        return Problem.of(
                        ErrorCode.CONNECTION_STRING,
                        "no database is named: neither POSTGRES_URL nor DATABASE_URL nor PGHOST, PGDATABASE or PGUSER is set")
                .hint("export POSTGRES_URL=postgresql://user:password@host:5432/database");
    }
}
