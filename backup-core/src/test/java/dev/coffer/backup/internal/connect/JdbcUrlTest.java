package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.PlanException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
    private static final String HINT = "\nHint: write jdbc:postgresql://host:5432/database?user=…&password=…, or"
            + " postgresql://user:password@host/database";

    @TempDir
    Path home;

    private Target target(String url) {
        return UrlSource.of(url, new Surroundings(Map.of(), home, "me")).target();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jdbc:postgresql://h:7/d?user=u&password=p         | u@h:7/d
                    jdbc:postgresql://h/d?user=u                      | u@h:5432/d
                    jdbc:postgresql://h1:1,h2:2/d?user=u              | u@h1:1,h2:2/d
                    jdbc:postgresql://[::1]:7/d?user=u                | u@[::1]:7/d
                    jdbc:postgresql:d?user=u                          | u@localhost:5432/d
                    jdbc:postgresql://h/?user=u                       | u@h:5432/u
                    jdbc:postgresql://h/a%20b?user=u                  | u@h:5432/a b
                    """)
    void readsAsTheDriverDoes(String url, String target) {
        assertThat(target(url)).hasToString(target);
    }

    @Test
    void handsTheDriversPropertiesOn() {
        Target target =
                target("jdbc:postgresql://h/d?user=u&password=a+b&sslmode=require&connectTimeout=3&options=-c%20x=y");

        assertThat(target.password()).isEqualTo("a b");
        assertThat(target.properties())
                .containsEntry("sslmode", "require")
                .containsEntry("connectTimeout", "3")
                .containsEntry("options", "-c x=y")
                .containsEntry("ApplicationName", "coffer")
                .doesNotContainKeys("user", "password", "PGHOST", "PGDBNAME");
    }

    @Test
    void namesWhatTheDriverDoesNotKnow() {
        assertThatThrownBy(() -> target("jdbc:postgresql://h/d?user=u&channel_binding=canary"))
                .isInstanceOf(PlanException.class)
                .hasMessage("parameter \"channel_binding\" of the connection string is not known to the JDBC driver\n"
                        + "Hint: check its spelling, or use a libpq URI for libpq's parameters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jdbc:postgresql://u:canary@h/d       | it has a user before an "@", which belongs into a libpq URI
                    jdbc:postgresql://h?password=canary  | no "/" follows the host and port
                    jdbc:postgresql://h/d/e?user=u       | more than one "/" follows the host and port
                    jdbc:postgresql://h:canary/d         | a port is not a number from 1 to 65535
                    jdbc:postgresql://h:70000/d          | a port is not a number from 1 to 65535
                    jdbc:postgresql://h/d?password=can%zz | a "%" is not followed by two hexadecimal digits
                    """)
    void refusesBeforeTheDriverWritesItToItsLog(String url, String what) {
        assertThatThrownBy(() -> target(url))
                .isInstanceOf(PlanException.class)
                .hasMessage("the JDBC URL cannot be read: " + what + HINT);
    }
}
