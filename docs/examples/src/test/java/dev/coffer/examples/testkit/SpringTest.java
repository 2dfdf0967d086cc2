package dev.coffer.examples.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.testkit.RestoreBackup;
import dev.coffer.backup.testkit.RestoreTarget;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What docs/how-to/test-with-spring-boot.md shows. */
// tag::spring-boot[]
@SpringBootTest
@RestoreBackup("fixtures/proteins.json")
class SpringTest {
    @Autowired
    @RestoreTarget
    private DataSource dataSource;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    void countsProteins() {
        assertThat(jdbc.queryForObject("SELECT count(*) FROM proteins", Integer.class))
                .isEqualTo(2);
    }
    // end::spring-boot[]

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        DataSource dataSource() {
            return Databases.empty().dataSource();
        }
    }
}
