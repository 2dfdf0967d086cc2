package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.PlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordFileTest {
    @TempDir
    Path home;

    private void write(String name, String permissions, String... lines) throws IOException {
        Path file = Files.write(home.resolve(name), java.util.List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Passwords find(String uri, Map<String, String> environment) {
        Surroundings surroundings = new Surroundings(environment, home, "me");
        return Passwords.find(UrlSource.of(uri, surroundings).target(), surroundings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    h:5432:d:u:pw          | pw
                    *:*:*:*:pw             | pw
                    *:5432:*:u:pw:more     | pw
                    h:5432:d:u:p\\:w\\\\   | p:w\\
                    h:5432:d:u:p\\w        | pw
                    h:5432:d:u:            | ""
                    \\h:5432:d:u:pw        | pw
                    h:5433:d:u:pw          |
                    h*:5432:d:u:pw         |
                    H:5432:d:u:pw          |
                    hh:5432:d:u:pw         |
                    #:5432:d:u:pw          |
                    h:5432:d               |
                    """)
    void readsALineAsLibpqDoes(String line, String password) throws IOException {
        write(".pgpass", "rw-------", line);

        assertThat(find("postgresql://u@h/d", Map.of()).value()).isEqualTo(password);
    }

    @Test
    void takesTheFirstLineThatFits() throws IOException {
        write(".pgpass", "rw-------", "# a comment", "", "h:5432:other:*:no", "h:5432:*:u:first", "*:*:*:*:second");

        assertThat(find("postgresql://u@h/d", Map.of()).value()).isEqualTo("first");
        assertThat(find("postgresql://u@h2/d", Map.of()).value()).isEqualTo("second");
    }

    @Test
    void understandsEscapedColonsInNames() throws IOException {
        write(".pgpass", "rw-------", "\\:\\:1:5432:a\\:b:u\\\\:pw");

        assertThat(find("postgresql://u%5C@[::1]/a:b", Map.of()).value()).isEqualTo("pw");
    }

    @Test
    void comesAfterTheStringAndTheEnvironment() throws IOException {
        write(".pgpass", "rw-------", "*:*:*:*:file");

        assertThat(find("postgresql://u:string@h/d", Map.of("PGPASSWORD", "variable"))
                        .value())
                .isEqualTo("string");
        assertThat(find("postgresql://u@h/d", Map.of("PGPASSWORD", "variable")).value())
                .isEqualTo("variable");
        assertThat(find("postgresql://u@h/d", Map.of("PGPASSWORD", "")).value()).isEqualTo("file");
        assertThat(find("jdbc:postgresql://h/d?user=u", Map.of()).value()).isEqualTo("file");
    }

    @Test
    void isFoundThroughParameterOrVariable() throws IOException {
        write("a", "rw-------", "*:*:*:*:parameter");
        write("b", "rw-------", "*:*:*:*:variable");
        Map<String, String> environment = Map.of("PGPASSFILE", home.resolve("b").toString());

        assertThat(find("postgresql://u@h/d?passfile=" + home.resolve("a"), environment)
                        .value())
                .isEqualTo("parameter");
        assertThat(find("postgresql://u@h/d", environment).value()).isEqualTo("variable");
    }

    @Test
    void isNotUsedWhenOthersMayReadIt() throws IOException {
        write(".pgpass", "rw-r-----", "*:*:*:*:canary");

        Passwords none = find("postgresql://u@h/d", Map.of());

        assertThat(none.value()).isNull();
        assertThat(none.origin())
                .isEqualTo("put the password into the connection string, PGPASSWORD or ~/.pgpass; "
                        + home.resolve(".pgpass")
                        + " is not used because others than its owner may use it (chmod 600 " + home.resolve(".pgpass")
                        + ")");
    }

    @Test
    void mayBeMissing() {
        Passwords none = find("postgresql://u@h/d", Map.of());

        assertThat(none.value()).isNull();
        assertThat(none.origin()).isEqualTo("put the password into the connection string, PGPASSWORD or ~/.pgpass");
    }

    @Test
    void mustHaveOnePasswordForAllHosts() throws IOException {
        write(".pgpass", "rw-------", "h1:*:*:*:canary1", "h2:*:*:*:canary2");

        assertThatThrownBy(() -> find("postgresql://u@h1,h2/d", Map.of()))
                .isInstanceOf(PlanException.class)
                .hasMessage("the password file " + home.resolve(".pgpass")
                        + " has different passwords for the hosts of u@h1:5432,h2:5432/d\nHint: name one host, or give the"
                        + " password in the connection string or PGPASSWORD");
    }
}
