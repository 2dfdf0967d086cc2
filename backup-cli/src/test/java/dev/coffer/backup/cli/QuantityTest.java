package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0 B",
                "999|999 B",
                "1000|1.0 kB",
                "999949|999.9 kB",
                "999950|1.0 MB",
                "3000000|3.0 MB",
                "9223372036854775807|9223372.0 TB"
            })
    void showsBytes(long bytes, String shown) {
        assertThat(Quantity.bytes(bytes)).isEqualTo(shown);
    }

    @Test
    void showsCounts() {
        assertThat(Quantity.of(1, "row")).isEqualTo("1 row");
        assertThat(Quantity.of(10_478, "row")).isEqualTo("10,478 rows");
        assertThat(Quantity.number(0)).isEqualTo("0");
        assertThat(Quantity.number(-999)).isEqualTo("-999");
        assertThat(Quantity.number(-1_000)).isEqualTo("-1,000");
        assertThat(Quantity.number(100_000)).isEqualTo("100,000");
        assertThat(Quantity.number(Long.MIN_VALUE)).isEqualTo("-9,223,372,036,854,775,808");
        assertThat(Quantity.of(2, "schema entry", "schema entries")).isEqualTo("2 schema entries");
    }

    @Test
    void showsDurations() {
        assertThat(Quantity.duration(Duration.ofMillis(250))).isEqualTo("0.3 s");
        assertThat(Quantity.duration(Duration.ofSeconds(61))).isEqualTo("1 min 01 s");
    }
}
