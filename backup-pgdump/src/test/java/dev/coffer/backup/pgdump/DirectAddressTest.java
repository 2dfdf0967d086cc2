package dev.coffer.backup.pgdump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.spi.LibpqConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ep-example-00000000-pooler.eu-central-1.example.neon.tech, ep-example-00000000.eu-central-1.example.neon.tech",
        "ep-x-1-pooler.us-east-2.aws.neon.tech, ep-x-1.us-east-2.aws.neon.tech",
        "ep-x-1.us-east-2.aws.neon.tech, ep-x-1.us-east-2.aws.neon.tech",
        "db-pooler.example.org, db-pooler.example.org",
    })
    void goesAroundThePoolersOfNeonAndNoOthers(String host, String direct) {
        LibpqConnection connection =
                LibpqConnection.of("postgresql://u:p@" + host + "/d?sslmode=require&channel_binding=require");
        LibpqConnection changed = DirectAddress.of(connection);
        assertThat(changed.parameters())
                .containsEntry("host", direct)
                .containsEntry("sslmode", "require")
                .containsEntry("channel_binding", "require");
        assertThat(changed.password()).isEqualTo("p");
    }
}
