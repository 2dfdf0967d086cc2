package dev.coffer.backup.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.PlanException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir
    Path home;

    private UrlSource source(Map<String, String> environment) {
        return UrlSource.ofEnvironment(new Surroundings(environment, home, "me"));
    }

    @Test
    void takesPostgresUrlBeforeDatabaseUrl() {
        assertThat(source(Map.of("POSTGRES_URL", "postgresql://a@h1/d", "DATABASE_URL", "postgresql://b@h2/e")))
                .hasToString("a@h1:5432/d");
        assertThat(source(Map.of("POSTGRES_URL", " ", "DATABASE_URL", "postgres://b@h2/e")))
                .hasToString("b@h2:5432/e");
        assertThat(source(Map.of("DATABASE_URL", "jdbc:postgresql://h3/e?user=c")))
                .hasToString("c@h3:5432/e");
    }

    @Test
    void takesTheVariablesOfLibpq() {
        UrlSource source = source(Map.of(
                "PGHOST",
                "h",
                "PGPORT",
                "7",
                "PGDATABASE",
                "d",
                "PGUSER",
                "u",
                "PGSSLMODE",
                "require",
                "PGAPPNAME",
                "x",
                "PGTZ",
                "Asia/Kathmandu",
                "PGDATESTYLE",
                "German"));

        assertThat(source).hasToString("u@h:7/d");
        assertThat(source.target().properties())
                .containsEntry("sslmode", "require")
                .containsEntry("ApplicationName", "x");
    }

    @Test
    void completesTheUrlFromThem() {
        UrlSource source = source(Map.of(
                "POSTGRES_URL",
                "postgresql://h/d?sslmode=require",
                "PGPORT",
                "7",
                "PGUSER",
                "u",
                "PGHOST",
                "other",
                "PGSSLMODE",
                "disable",
                "PGCHANNELBINDING",
                "require"));

        assertThat(source).hasToString("u@h:7/d");
        assertThat(source.target().properties())
                .containsEntry("sslmode", "require")
                .containsEntry("channelBinding", "require");
    }

    @Test
    void aUrlGivenByTheCallerIsNotCompletedButForThePassword() {
        Surroundings surroundings =
                new Surroundings(Map.of("PGUSER", "other", "PGPORT", "7", "PGPASSWORD", "secret"), home, "me");

        UrlSource source = UrlSource.of("postgresql://h/d", surroundings);

        assertThat(source).hasToString("me@h:5432/d");
        assertThat(source.lacksPassword()).isFalse();
    }

    @Test
    void refusesWhatItCannotHonour() {
        assertThatThrownBy(() -> source(Map.of("PGSERVICE", "canary")))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "environment variable PGSERVICE is not supported\nHint: write what the service file says into the"
                                + " connection string: postgresql://user@host/database");
        assertThatThrownBy(() -> source(Map.of("PGHOST", "h", "PGSSLMODE", "canary")))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "environment variable PGSSLMODE has a value that is not supported\nHint: give one of disable,"
                                + " allow, prefer, require, verify-ca, verify-full");
        assertThatThrownBy(() -> source(Map.of("PGHOST", "/tmp")))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("environment variable PGHOST names a Unix socket");
    }

    @Test
    void saysSoWhenNothingIsSet() {
        assertThatThrownBy(() -> source(Map.of("PGPASSWORD", "canary", "PGUSER", "")))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "no database is named: neither POSTGRES_URL nor DATABASE_URL nor PGHOST, PGDATABASE or PGUSER is"
                                + " set\nHint: export POSTGRES_URL=postgresql://user:password@host:5432/database");
    }
}
