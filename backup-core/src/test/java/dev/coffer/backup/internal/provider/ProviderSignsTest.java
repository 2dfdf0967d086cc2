package dev.coffer.backup.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.ProviderProfile;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.backup.internal.connect.Session;
import dev.coffer.testsupport.Repository;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who runs a server is told by what it shows. */
class ProviderSignsTest {
    @ParameterizedTest
    @CsvSource({
        "neon, , u@localhost:5432/d, NEON",
        "supautils, , u@localhost:5432/d, SUPABASE",
        "rds, , u@localhost:5432/d, RDS",
        ", neon_superuser, u@localhost:5432/d, NEON",
        ", supabase_admin, u@localhost:5432/d, SUPABASE",
        ", rds_superuser, u@localhost:5432/d, RDS",
        ", rdsadmin, u@localhost:5432/d, RDS",
        ", , u@ep-x-pooler.eu.aws.neon.tech:5432/d, NEON",
        ", , u@db.abc.supabase.co:5432/d, SUPABASE",
        ", , u@x.eu-west-1.rds.amazonaws.com:5432/d, RDS",
        ", , u@neon.tech.example:5432/.neon.techno, SELF",
        "plpgsql, postgres, u@localhost:5432/d, SELF",
        // A setting says more than a role, a role more than a name.
        "neon, supabase_admin, u@x.eu-west-1.rds.amazonaws.com:5432/d, NEON",
        ", supabase_admin, u@x.eu-west-1.rds.amazonaws.com:5432/d, SUPABASE"
    })
    void settingsThenRolesThenTheAddressSayWhoItIs(
            String prefix, String role, String address, ProviderProfile profile) {
        ProviderSigns signs = new ProviderSigns(
                prefix == null ? Set.of() : Set.of(prefix), role == null ? Set.of() : Set.of(role), address);

        assertThat(signs.profile()).isEqualTo(profile);
    }

    @Test
    void aServerShowsSettingsOfItsModulesAndNotThoseThatAnybodyCanMakeUp() throws SQLException {
        try (TestDatabase database = TestServer.newest().createDatabase();
                Session session = ConnectionSource.ofUrl(database.uri()).open()) {
            session.execute("SET neon.made_up = 'x'; SET plpgsql.extra_errors = 'none'; DO 'BEGIN END'");

            ProviderSigns signs = ProviderSigns.read(session, "");

            assertThat(signs.prefixes()).contains("plpgsql").doesNotContain("neon");
            assertThat(signs.roles()).contains("postgres", "pg_monitor");
        }
    }

    @Test
    void thePageSaysWhatTheTableSays() throws IOException {
        List<String> rows = new ArrayList<>();
        for (ProviderProfile profile : ProviderProfile.values()) {
            rows.add("| " + profile.title() + " | schemas | " + listed(profile.schemas()) + " |");
            rows.add("| " + profile.title() + " | schemas shared with users | " + listed(profile.sharedSchemas())
                    + " |");
            rows.add("| " + profile.title() + " | tables | " + listed(profile.tables()) + " |");
            rows.add("| " + profile.title() + " | extensions | " + listed(profile.extensions()) + " |");
            rows.add("| " + profile.title() + " | roles | " + listed(profile.roles()) + " |");
            rows.add("| " + profile.title() + " | of these, owners of nothing of users' | " + listed(profile.owners())
                    + " |");
            rows.add("| " + profile.title() + " | event triggers | " + listed(profile.eventTriggers()) + " |");
            rows.add("| " + profile.title() + " | publications | " + listed(profile.publications()) + " |");
            rows.add("| " + profile.title() + " | allowed without a superuser | " + listed(profile.allowed()) + " |");
        }

        List<String> page = Files.readAllLines(Repository.root().resolve("docs/reference/providers.md"));
        assertThat(page.stream().filter(line -> line.startsWith("| ") && !line.startsWith("| provider |")))
                .containsExactlyElementsOf(rows);
        assertThat(page.subList(page.indexOf("### Where they come from"), page.size()).stream()
                        .filter(line -> line.startsWith("- **"))
                        .map(line -> line.substring("- **".length(), line.indexOf(".**"))))
                .as("each list says where it comes from")
                .containsExactlyElementsOf(Stream.of(ProviderProfile.values())
                        .filter(profile -> profile != ProviderProfile.SELF)
                        .map(ProviderProfile::title)
                        .toList());
    }

    private static String listed(Set<String> names) {
        return names.isEmpty()
                ? "none"
                : names.stream().map(name -> '`' + name + '`').collect(Collectors.joining(", "));
    }

    @Test
    void everyTableOfDefaultsIsSound() {
        for (ProviderProfile profile : ProviderProfile.values()) {
            assertThat(profile.roles()).as(profile.title()).containsAll(profile.owners());
            assertThat(profile.schemas()).as(profile.title()).noneMatch(profile.sharedSchemas()::contains);
            assertThat(profile.schemas()).as(profile.title()).doesNotContain("public");
            assertThat(profile.sharedSchemas()).as(profile.title()).doesNotContain("public");
            assertThat(profile.tables()).as(profile.title()).allMatch(name -> name.matches("[a-z_]+\\.[a-z_]+"));
        }
        assertThat(ProviderProfile.SELF.roles()).isEmpty();
        assertThat(ProviderProfile.SELF.schemas()).isEmpty();
    }
}
