package dev.coffer.backup.internal.connect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** The parameters of TLS, which depend on each other. */
final class LibpqTls {
    private static final String SYSTEM = "system";

    private LibpqTls() {}

    static void mode(Given given, Properties driver) {
        PGProperty.SSL_MODE.set(
                driver, given.oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full"));
    }

    static void rootCertificate(Given given, Properties driver) {
        if (given.value().equals(SYSTEM)) {
            PGProperty.SSL_FACTORY.set(driver, DefaultJavaSSLFactory.class.getName());
        } else {
            PGProperty.SSL_ROOT_CERT.set(driver, given.value());
        }
    }

    /** What libpq makes of them together. */
    static void combine(Map<String, Given> given, Properties driver, Path home) {
        String mode = PGProperty.SSL_MODE.getOrDefault(driver);
        Given root = given.get("sslrootcert");
        if (root != null && root.value().equals(SYSTEM)) {
            system(given, mode, driver);
        } else if ("require".equals(mode) && (root != null || Files.exists(home.resolve(".postgresql/root.crt")))) {
            PGProperty.SSL_MODE.set(driver, "verify-ca");
        }
        Given negotiation = given.get("sslnegotiation");
        if (negotiation != null
                && negotiation.value().equals("direct")
                && weak(PGProperty.SSL_MODE.getOrDefault(driver))) {
            throw negotiation.wrong("has the value direct, which a weak sslmode cannot go with", "add sslmode=require");
        }
    }

    private static void system(Map<String, Given> given, @Nullable String mode, Properties driver) {
        Given sslMode = given.get("sslmode");
        if (sslMode != null && !"verify-full".equals(mode)) {
            throw sslMode.wrong("does not go with sslrootcert=system", "give sslmode=verify-full, or leave it out");
        }
        Given certificate = given.getOrDefault("sslcert", given.get("sslkey"));
        if (certificate != null) {
            throw certificate.wrong(
                    "does not go with sslrootcert=system",
                    "name the file of the root certificate in sslrootcert, or give the key to the JVM with"
                            + " -Djavax.net.ssl.keyStore");
        }
        PGProperty.SSL_MODE.set(driver, "verify-full");
    }

    private static boolean weak(@Nullable String mode) {
        return mode == null || mode.equals("disable") || mode.equals("allow") || mode.equals("prefer");
    }
}
