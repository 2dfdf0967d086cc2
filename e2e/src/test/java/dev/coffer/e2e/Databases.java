package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.examples.SampleDatabase;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** The databases that round trips start from, and the judge of where they end. */
final class Databases {
    private Databases() {}

    /** One that pg_dump, which judges, can read. */
    static TestServer server() {
        return TestServer.ofTools();
    }

    /** A database with one of the corpora in it, or with the sample of the quickstart. */
    static TestDatabase corpus(String name) {
        return corpus(name, server());
    }

    static TestDatabase corpus(String name, TestServer server) {
        if (name.equals("sample")) {
            return sample(server);
        }
        if (name.equals("graphile_kitchensink")) {
            createRole("postgraphile_test_authenticator", server);
        }
        TestDatabase database = server.createDatabase();
        Corpora.load(name, database);
        return database;
    }

    static TestDatabase sample(TestServer server) {
        TestDatabase database = server.createDatabase();
        try (Connection connection = database.connect()) {
            SampleDatabase.create(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the sample cannot be made", e);
        }
        return database;
    }

    private static void createRole(String name, TestServer server) {
        server.administer("DO $$ BEGIN CREATE ROLE " + name
                + "; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
    }

    /** Judged by pg_dump and psql, not by code of ours. */
    static void assertIdentical(TestDatabase expected, TestDatabase actual) {
        ToolResult verdict = Corpora.compare(expected, actual);
        assertThat(verdict.output()).as(verdict.toString()).isEqualTo("identical\n");
    }

    /** Judged by pg_dump and psql where they can read the server, and else by what the backups of both hold. */
    static void assertSame(TestDatabase expected, TestDatabase actual, Path folder) {
        if (expected.server() == server()) {
            assertIdentical(expected, actual);
            return;
        }
        Path one = backup(expected, folder);
        Path other = backup(actual, folder);
        assertThat(Contents.of(other)).isEqualTo(Contents.of(one));
        assertThat(Contents.withoutNumbers(other)).isEqualTo(Contents.withoutNumbers(one));
    }

    /** The directory of a backup of the whole. */
    static Path backup(TestDatabase database, Path folder) {
        return BackupPlan.builder()
                .source(PostgresDatabase.of(database.uri()))
                .export(Format.JSON.exporter(), Format.CSV.exporter())
                .to(folder)
                .build()
                .run()
                .requireComplete()
                .directory();
    }
}
