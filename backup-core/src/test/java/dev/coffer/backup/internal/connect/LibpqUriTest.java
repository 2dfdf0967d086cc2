package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The expectations are what psql 15 makes of the same strings. */
class LibpqUriTest {
    private static final String HINT =
            "\nHint: write postgresql://user:password@host:5432/database?sslmode=require, with"
                    + " @ : / ? # % & = of user and password percent-encoded (@ as %40)";

    private static final String AT = "an \"@\" follows the one that ends user and password, or a \"/\" comes before it";

    static Stream<Arguments> uris() {
        return Stream.of(
                Arguments.of("postgresql://", Map.of()),
                Arguments.of("postgres://host", Map.of("host", "host")),
                Arguments.of(
                        "postgresql://app:secret@host:5433/db",
                        Map.of("user", "app", "password", "secret", "host", "host", "port", "5433", "dbname", "db")),
                Arguments.of("postgresql://app@host", Map.of("user", "app", "host", "host")),
                Arguments.of("postgresql://:@host", Map.of("host", "host")),
                Arguments.of("postgresql://app:@host", Map.of("user", "app", "host", "host")),
                Arguments.of(
                        "postgresql://u:a+b%252F%40%3a@h/d",
                        Map.of("user", "u", "password", "a+b%2F@:", "host", "h", "dbname", "d")),
                // A colon in the password needs no encoding, an @ does: the first one ends it.
                Arguments.of("postgresql://u:a:b@h", Map.of("user", "u", "password", "a:b", "host", "h")),
                Arguments.of("postgresql://h?user=a@b", Map.of("user", "h?user=a", "host", "b")),
                Arguments.of("postgresql://h1,h2:123,h3/d", Map.of("host", "h1,h2,h3", "port", ",123,", "dbname", "d")),
                Arguments.of(
                        "postgresql://[::1]:1,[fe80::1%25eth0]/d",
                        Map.of("host", "::1,fe80::1%eth0", "port", "1,", "dbname", "d")),
                Arguments.of("postgresql://%2Fvar%2Frun", Map.of("host", "/var/run")),
                Arguments.of("postgresql:///d?host=h&port=1", Map.of("dbname", "d", "host", "h", "port", "1")),
                Arguments.of("postgresql://h/a/b?x=1", Map.of("host", "h", "dbname", "a/b", "x", "1")),
                Arguments.of("postgresql://h/%E8%9B%8B%F0%9F%A7%AC", Map.of("host", "h", "dbname", "蛋🧬")),
                Arguments.of("postgresql://h/蛋", Map.of("host", "h", "dbname", "蛋")),
                Arguments.of("postgresql://h?", Map.of("host", "h")),
                Arguments.of("postgresql://h?sslmode=", Map.of("host", "h", "sslmode", "")),
                Arguments.of("postgresql://h?a=1&a=2&", Map.of("host", "h", "a", "2")),
                Arguments.of("postgresql://h?host=other", Map.of("host", "other")),
                Arguments.of("postgresql://h?ssl=true", Map.of("host", "h", "sslmode", "require")),
                Arguments.of("postgresql://h?ssl=1", Map.of("host", "h", "ssl", "1")),
                Arguments.of("postgresql://h?options=-c%20a%3Db+c", Map.of("host", "h", "options", "-c a=b+c")));
    }

    @ParameterizedTest
    @MethodSource("uris")
    void readsAsLibpqDoes(String uri, Map<String, String> expected) {
        assertThat(LibpqUri.parse(uri)).isEqualTo(expected);
    }

    static Stream<Arguments> brokenUris() {
        return Stream.of(
                Arguments.of(
                        "postgresql://u:canary%2@h",
                        "a \"%\" in the password is not followed by two hexadecimal digits"),
                Arguments.of(
                        "postgresql://u:%zz@h", "a \"%\" in the password is not followed by two hexadecimal digits"),
                Arguments.of("postgresql://u:canary%00@h", "the password holds %00, which cannot be part of it"),
                Arguments.of("postgresql://u:%ff@h", "the percent-encoding of the password is not UTF-8"),
                Arguments.of("postgresql://%@h", "a \"%\" in the user name is not followed by two hexadecimal digits"),
                Arguments.of("postgresql://u:can@ary@h/d", AT),
                Arguments.of("postgresql://u:can/ary@h/d", AT),
                Arguments.of("postgresql://u:a+b%2F@:@h", AT),
                Arguments.of("postgresql://[::1/d", "an IPv6 address begins with \"[\" and has no \"]\""),
                Arguments.of("postgresql://[]/d", "the IPv6 address between \"[\" and \"]\" is empty"),
                Arguments.of(
                        "postgresql://[::1]x/d",
                        "after the \"]\" of an IPv6 address only \":\", \"/\", \"?\" or \",\" may follow"),
                Arguments.of("postgresql://h?canary", "a parameter after the \"?\" has no \"=\""),
                Arguments.of("postgresql://h?&a=1", "a parameter after the \"?\" has no \"=\""),
                Arguments.of("postgresql://h?a=canary=1", "parameter \"a\" has a second \"=\"; write it as %3D"));
    }

    @ParameterizedTest
    @MethodSource("brokenUris")
    void refusesWhatLibpqRefuses(String uri, String message) {
        assertThatThrownBy(() -> LibpqUri.parse(uri))
                .isInstanceOf(PlanException.class)
                .hasMessage("the connection string cannot be read: " + message + HINT)
                .extracting(e -> ((PlanException) e).code())
                .isEqualTo(ErrorCode.CONNECTION_STRING);
    }

    @Test
    void refusesAnotherScheme() {
        assertThatThrownBy(() -> ConnectionSource.ofUrl("mysql://u:canary@h/d"))
                .isInstanceOf(PlanException.class)
                .hasMessage("the connection string begins neither with postgresql:// nor with jdbc:postgresql:\n"
                        + "Hint: write postgresql://user:password@host:5432/database?sslmode=require");
    }
}
