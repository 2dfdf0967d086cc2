package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;

/** The databases that round trips start from, and the judge of where they end. */
final class Databases {
    /** What Debian's client tools can read: pg_dump, which judges, refuses servers newer than itself. */
    static final int JUDGED_VERSION = 15;

    private Databases() {}

    static TestServer server() {
        return TestServer.version(JUDGED_VERSION);
    }

    /** A database with one of the corpora in it. */
    static TestDatabase corpus(String name) {
        if (name.equals("graphile_kitchensink")) {
            createRole("postgraphile_test_authenticator");
        }
        TestDatabase database = server().createDatabase();
        Corpora.load(name, database);
        return database;
    }

    private static void createRole(String name) {
        server().administer("DO $$ BEGIN CREATE ROLE " + name
                + "; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
    }

    /** Judged by pg_dump and psql, not by code of ours. */
    static void assertIdentical(TestDatabase expected, TestDatabase actual) {
        ToolResult verdict = Corpora.compare(expected, actual);
        assertThat(verdict.output()).as(verdict.toString()).isEqualTo("identical\n");
    }
}
