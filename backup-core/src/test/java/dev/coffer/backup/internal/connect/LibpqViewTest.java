package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.PlanException;
import dev.coffer.backup.spi.LibpqConnection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LibpqViewTest {
    private static final Map<String, String> KEEPALIVE =
            Map.of("keepalives_idle", "30", "keepalives_interval", "10", "keepalives_count", "3");

    @Test
    void carriesTlsAndChannelBindingOver() {
        LibpqConnection connection = LibpqConnection.of(
                "postgresql://app%20owner:p%40ss@db.example.org:6000/shop?sslmode=verify-full&sslrootcert=/ca.pem&channel_binding=require");
        assertThat(connection.parameters())
                .containsAllEntriesOf(KEEPALIVE)
                .containsEntry("host", "db.example.org")
                .containsEntry("port", "6000")
                .containsEntry("dbname", "shop")
                .containsEntry("user", "app owner")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/ca.pem")
                .containsEntry("channel_binding", "require")
                .doesNotContainKeys("password", "application_name");
        assertThat(connection.password()).isEqualTo("p@ss");
    }

    @Test
    void readsJdbcUrlsToo() {
        LibpqConnection connection = LibpqConnection.of(
                "jdbc:postgresql://a:1,b:2/shop?user=app&password=secret&sslmode=require&targetServerType=primary");
        assertThat(connection.parameters())
                .containsEntry("host", "a,b")
                .containsEntry("port", "1,2")
                .containsEntry("user", "app")
                .containsEntry("sslmode", "require")
                .containsEntry("target_session_attrs", "read-write");
        assertThat(connection.password()).isEqualTo("secret");
    }

    @Test
    void trustsTheSystemsCertificatesWhereTheDriverDoes() {
        assertThat(LibpqConnection.of("postgresql://u@h/d?sslrootcert=system").parameters())
                .containsEntry("sslrootcert", "system")
                .containsEntry("sslmode", "verify-full");
    }

    @Test
    void refusesThePasswordOfAKey() {
        assertThatThrownBy(() -> LibpqConnection.of("postgresql://u@h/d?sslkey=/k&sslpassword=canary"))
                .isInstanceOf(PlanException.class)
                .hasMessage("the password of a TLS key cannot be handed to a program safely\n"
                        + "Hint: give sslkey a key without password, readable by its owner only");
    }

    @Test
    void keepsSecretsOutOfItsTextAndItsParameters() {
        assertThat(LibpqConnection.of("postgresql://u:canary@h/d").toString()).doesNotContain("canary");
        assertThatThrownBy(() -> new LibpqConnection(Map.of("password", "canary"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters must not hold password");
    }
}
