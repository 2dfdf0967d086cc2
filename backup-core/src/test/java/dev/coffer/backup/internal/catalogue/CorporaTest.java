package dev.coffer.backup.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIfCorpora
class CorporaTest {
    @ParameterizedTest
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
    void createsTheSchemaAgain(String corpus) {
        TestServer server = TestServer.version(15);
        try (TestDatabase original = server.createDatabase();
                TestDatabase copy = server.createDatabase()) {
            if (corpus.equals("graphile_kitchensink")) {
                server.administer(
                        "DO $$ BEGIN CREATE ROLE postgraphile_test_authenticator; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            }
            Corpora.load(corpus, original);
            Catalogues.create(Catalogues.read(original).catalogue(), copy);
            assertThat(Corpora.compare(original, copy, "--no-data").output()).isEqualTo("identical\n");
        }
    }
}
