package dev.coffer.backup.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfCorpora
class CorporaTest {
    @ParameterizedTest
    @EnabledIfClientTools("pg_dump")
    @ValueSource(
            strings = {
                "pagila",
                "chinook_identity",
                "northwind",
                "langfuse",
                "cratesio",
                "concourse",
                "temporal",
                "thingsboard",
                "harbor",
                "graphile_kitchensink"
            })
    void schemaComesBackIdentical(String corpus) {
        try (TestDatabase original = load(corpus, 15);
                TestDatabase copy = original.server().createDatabase()) {
            Catalogue read = Catalogues.read(original).catalogue();
            Catalogues.create(read, copy);
            assertThat(Corpora.compare(original, copy, "--no-data").output()).isEqualTo("identical\n");
            assertThat(read.skipped()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pagila", "chinook_identity", "northwind", "cratesio", "thingsboard"})
    void newestServerGivesTheSameEntriesAgain(String corpus) {
        try (TestDatabase original = load(corpus, 18);
                TestDatabase copy = original.server().createDatabase()) {
            Catalogue read = Catalogues.read(original).catalogue();
            Catalogues.create(read, copy);
            Catalogue again = Catalogues.read(copy).catalogue();
            assertThat(Catalogues.differences(read, again)).isEmpty();
            assertThat(again.entries()).isEqualTo(read.entries());
            assertThat(read.skipped()).isEmpty();
        }
    }

    private static TestDatabase load(String corpus, int version) {
        TestServer server = TestServer.version(version);
        if (corpus.equals("graphile_kitchensink")) {
            // One of its values is the name of a role.
            server.administer("DO $$ BEGIN CREATE ROLE postgraphile_test_authenticator;"
                    + " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        }
        TestDatabase database = server.createDatabase();
        Corpora.load(corpus, database);
        return database;
    }
}
