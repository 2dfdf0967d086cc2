package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.internal.catalogue.ServerInfo;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.SinceServer;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewDatabaseTest {
    private final TestDatabase existing = TestServer.newest().createDatabase();
    private String name;

    @BeforeEach
    void createDatabase() {
        name = existing.name() + " \"new\"";
    }

    @AfterEach
    void dropDatabases() {
        TestServer.newest().administer("DROP DATABASE IF EXISTS \"" + name.replace("\"", "\"\"") + "\"");
        existing.close();
    }

    private static HandMade shop() {
        return new HandMade().table("city", "id integer, name text", "1\tParis");
    }

    private @Nullable String property(String expression) {
        return existing.query("SELECT " + expression + " FROM pg_database WHERE datname = '" + name + "'");
    }

    @Test
    void createsItWithEncodingAndLocaleOfTheBackup() {
        ServerInfo latin = new ServerInfo("15.19", 150019, "shop", "1-1", "LATIN1", "libc", "C", "C", null, null, 1);

        assertThat(Restoring.of(shop().server(latin), existing)
                        .newDatabase(name)
                        .run()
                        .rows())
                .isEqualTo(1);

        assertThat(property("pg_encoding_to_char(encoding) || ' ' || datcollate"))
                .isEqualTo("LATIN1 C");
        if (existing.server().major() >= 15) {
            assertThat(property("datlocprovider")).isEqualTo("c");
        }
        assertThat(existing.query("SELECT to_regclass('public.city')")).isNull();
    }

    @Test
    @SinceServer(value = 15, feature = "locale providers of databases")
    void createsItWithTheLocaleOfAnotherProvider() {
        ServerInfo icu = new ServerInfo("15.19", 150019, "shop", "1-1", "UTF8", "icu", "C", "C", "de-DE", null, 1);

        assertThat(Restoring.of(shop().server(icu), existing)
                        .newDatabase(name)
                        .run()
                        .rows())
                .isEqualTo(1);

        String locale = existing.server().major() >= 17 ? "datlocale" : "daticulocale";
        assertThat(property(locale + " || ' ' || datlocprovider::text")).isEqualTo("de-DE i");
    }

    @ParameterizedTest
    @NamesItsServers
    @CsvSource({"14, icu, de-DE", "16, builtin, C.UTF-8"})
    void refusesALocaleProviderThatTheServerDoesNotKnow(int version, String provider, String locale) {
        ServerInfo newer = new ServerInfo("18.6", 180006, "shop", "1-1", "UTF8", provider, "C", "C", locale, null, 1);
        try (TestDatabase old = TestServer.version(version).createDatabase()) {
            BackupException failure =
                    Restoring.of(shop().server(newer), old).newDatabase(name).fail();

            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
            assertThat(failure)
                    .hasMessage("the backup came from a database whose locale provider is " + provider
                            + ", which the target server does not know\n"
                            + "Hint: create the database yourself with the locale you want, and restore with into(…)");
            assertThat(old.query("SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void refusesANameThatIsTakenAndLeavesThatDatabaseAlone() {
        existing.execute("CREATE TABLE mine (id int)");

        BackupException failure =
                Restoring.of(shop(), existing).newDatabase(existing.name()).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.DATABASE_EXISTS);
        assertThat(failure)
                .hasMessage("the database " + existing.name() + " exists already\n"
                        + "Hint: choose another name, or restore into it with into(…) if it is empty");
        assertThat(existing.query("SELECT to_regclass('public.mine')")).isEqualTo("mine");
    }

    @Test
    void dropsItAfterAFailure() {
        HandMade backup = shop().post("index", "public.city_nope", "city", "CREATE INDEX ON public.city (nope)");

        BackupException failure =
                Restoring.of(backup, existing).newDatabase(name).fail();

        assertThat(failure.where().object()).isEqualTo("index public.city_nope");
        assertThat(property("datname")).isNull();
    }

    @Test
    void saysWhatToDoWhereTheLocaleIsMissing() {
        ServerInfo moon =
                new ServerInfo("15.19", 150019, "shop", "1-1", "UTF8", "libc", "xx_MOON.utf8", "C", null, null, 1);

        BackupException failure =
                Restoring.of(shop().server(moon), existing).newDatabase(name).fail();

        assertThat(failure.hint())
                .isEqualTo(
                        "the target server does not have the locale of the backup (LC_COLLATE xx_MOON.utf8, LC_CTYPE C,"
                                + " provider libc): create the database yourself with one that it has, and restore with into(…)");
        assertThat(property("datname")).isNull();
    }

    @Test
    void namesTheRightToCreateDatabases() {
        String role = "r" + existing.name();
        existing.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'");
        try {
            BackupException failure = new Restoring(shop(), ConnectionSource.ofUrl(existing.uri(role, "x")))
                    .newDatabase(name)
                    .fail();

            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION);
            assertThat(failure)
                    .hasMessage("the role may not create databases\n"
                            + "Hint: run as a superuser: ALTER ROLE … CREATEDB; or create the database and restore with"
                            + " into(…)");
        } finally {
            existing.execute("DROP ROLE " + role);
        }
    }
}
