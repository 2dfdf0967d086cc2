package dev.coffer.backup.internal.connect;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The password for a target and where it came from, for the hint of an error.
 *
 * @param value the password, or null where none was found
 * @param origin where to look when it is wrong, or what to do when there is none
 */
record Passwords(@Nullable String value, String origin) {

    /** As libpq: what the string gives, else PGPASSWORD, else the password file. */
    static Passwords find(Target target, Surroundings surroundings) {
        if (target.password() != null) {
            return new Passwords(target.password(), "the password is the one in the connection string");
        }
        String variable = surroundings.environment().get("PGPASSWORD");
        if (variable != null && !variable.isEmpty()) {
            return new Passwords(variable, "the password is the one in PGPASSWORD");
        }
        PasswordFile file = PasswordFile.of(target, surroundings);
        Set<String> found = file.passwords(target);
        if (found.size() > 1) {
            throw Problem.of(
                            ErrorCode.CONNECTION_STRING,
                            "the password file " + file.path() + " has different passwords for the hosts of " + target)
                    .hint("name one host, or give the password in the connection string or PGPASSWORD")
                    .exception();
        }
        if (found.size() == 1) {
            return new Passwords(found.iterator().next(), "the password is the one in " + file.path());
        }
        String unusable = file.unusable();
        return new Passwords(
                null,
                "put the password into the connection string, PGPASSWORD or ~/.pgpass"
                        + (unusable == null ? "" : "; " + file.path() + " is not used because " + unusable));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return origin;
    }
}
