package dev.coffer.examples.testkit;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Databases for the samples; dropped with the server when the JVM ends. */
final class Databases {
    private Databases() {}

    static TestDatabase empty() {
        return TestServer.newest().createDatabase();
    }

    static TestDatabase migrated() {
        TestDatabase database = empty();
        try (InputStream sql = Databases.class.getResourceAsStream("/db/migration/V1__proteins.sql")) {
            database.execute(new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return database;
    }
}
