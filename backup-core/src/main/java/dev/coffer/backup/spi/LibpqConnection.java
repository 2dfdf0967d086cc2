package dev.coffer.backup.spi;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.internal.connect.ConnectionSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a database in the terms of libpq, for programs that connect on their own. {@link #toString} never shows the
 * password.
 *
 * @param parameters libpq's parameters by name, without any secret, such as {@code host}, {@code port}, {@code dbname} and
 *     {@code sslmode}
 * @param password the password, or null where none is known
 */
public record LibpqConnection(
        Map<String, String> parameters, @Nullable String password) {
    /**
     * @throws IllegalArgumentException when a secret is among the parameters
     */
    public LibpqConnection {
        for (String secret : new String[] {"password", "sslpassword"}) {
            if (parameters.containsKey(secret)) {
                throw new IllegalArgumentException("parameters must not hold " + secret);
            }
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Reads a connection string as {@link dev.coffer.backup.PostgresDatabase#of(String)} does.
     *
     * @throws BackupException with {@link ErrorCode#CONNECTION_STRING} when it cannot be read, or has a parameter that
     *     libpq lacks
     */
    public static LibpqConnection of(String url) {
        return ConnectionSource.ofUrl(requireNonNull(url, "url"))
                .forTools()
                .orElseThrow(() -> Problem.of(ErrorCode.CONNECTION_STRING, "the connection string is not a URL")
                        .exception());
    }

    /** A copy with this parameter, in the place of another of its name. */
    public LibpqConnection with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return new LibpqConnection(changed, password);
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return "LibpqConnection" + parameters;
    }
}
