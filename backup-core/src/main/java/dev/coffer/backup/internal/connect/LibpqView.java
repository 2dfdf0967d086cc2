package dev.coffer.backup.internal.connect;

import static java.util.Map.entry;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.LibpqConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** A target in the terms of libpq, for programs that connect on their own. What is the driver's own affair is left out. */
final class LibpqView {
    private static final Map<PGProperty, String> SAME = Map.ofEntries(
            entry(PGProperty.SSL_MODE, "sslmode"),
            entry(PGProperty.SSL_ROOT_CERT, "sslrootcert"),
            entry(PGProperty.SSL_CERT, "sslcert"),
            entry(PGProperty.SSL_KEY, "sslkey"),
            entry(PGProperty.SSL_NEGOTIATION, "sslnegotiation"),
            entry(PGProperty.CHANNEL_BINDING, "channel_binding"),
            entry(PGProperty.REQUIRE_AUTH, "require_auth"),
            entry(PGProperty.CONNECT_TIMEOUT, "connect_timeout"),
            entry(PGProperty.OPTIONS, "options"),
            entry(PGProperty.GSS_ENC_MODE, "gssencmode"),
            entry(PGProperty.KERBEROS_SERVER_NAME, "krbsrvname"));

    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Properties driver;

    private LibpqView(Properties driver) {
        this.driver = driver;
    }

    static LibpqConnection of(Target target, @Nullable String password) {
        LibpqView view = new LibpqView(target.properties());
        view.place(target);
        view.rest();
        return new LibpqConnection(view.parameters, password);
    }

    private void place(Target target) {
        parameters.put(
                "host", target.hosts().stream().map(Target.HostPort::host).collect(Collectors.joining(",")));
        parameters.put(
                "port",
                target.hosts().stream()
                        .map(host -> Integer.toString(host.port()))
                        .collect(Collectors.joining(",")));
        parameters.put("dbname", target.database());
        parameters.put("user", target.user());
    }

    private void rest() {
        if (PGProperty.SSL_PASSWORD.isPresent(driver)) {
            throw Problem.of(
                            ErrorCode.CONNECTION_STRING,
                            "the password of a TLS key cannot be handed to a program safely")
                    .hint("give sslkey a key without password, readable by its owner only")
                    .exception();
        }
        SAME.forEach((property, name) -> {
            String value = property.getOrNull(driver);
            if (value != null && !value.isEmpty()) {
                parameters.put(name, value);
            }
        });
        if (DefaultJavaSSLFactory.class.getName().equals(PGProperty.SSL_FACTORY.getOrNull(driver))) {
            parameters.put("sslrootcert", "system");
        }
        targetServer();
        parameters.put("keepalives_idle", "30");
        parameters.put("keepalives_interval", "10");
        parameters.put("keepalives_count", "3");
    }

    private void targetServer() {
        String type = PGProperty.TARGET_SERVER_TYPE.getOrNull(driver);
        if (type == null) {
            return;
        }
        switch (type) {
            case "primary", "master" -> parameters.put("target_session_attrs", "read-write");
            case "secondary", "slave" -> parameters.put("target_session_attrs", "read-only");
            case "preferSecondary", "preferSlave" -> parameters.put("target_session_attrs", "prefer-standby");
            default -> {}
        }
    }
}
