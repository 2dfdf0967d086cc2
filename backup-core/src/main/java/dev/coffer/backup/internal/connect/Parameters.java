package dev.coffer.backup.internal.connect;

import static java.util.Map.entry;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.util.Map;
import java.util.Properties;
import org.postgresql.PGProperty;

/** First, simple form. */
final class Parameters {
    private static final Map<String, PGProperty> DIRECT = Map.ofEntries(
            entry("sslmode", PGProperty.SSL_MODE),
            entry("sslrootcert", PGProperty.SSL_ROOT_CERT),
            entry("channel_binding", PGProperty.CHANNEL_BINDING),
            entry("connect_timeout", PGProperty.CONNECT_TIMEOUT),
            entry("application_name", PGProperty.APPLICATION_NAME),
            entry("options", PGProperty.OPTIONS));

    private Parameters() {}

    static Properties driverProperties(Map<String, String> parameters) {
        Properties properties = new Properties();
        PGProperty.APPLICATION_NAME.set(properties, "coffer");
        parameters.forEach((name, value) -> {
            switch (name) {
                case "host", "port", "dbname", "user", "password" -> {}
                default -> {
                    PGProperty property = DIRECT.get(name);
                    if (property == null) {
                        throw Problem.of(
                                        ErrorCode.CONNECTION_STRING,
                                        "parameter \"" + name + "\" of the connection string is not supported")
                                .hint("leave it out")
                                .exception();
                    }
                    property.set(properties, value);
                }
            }
        });
        return properties;
    }
}
