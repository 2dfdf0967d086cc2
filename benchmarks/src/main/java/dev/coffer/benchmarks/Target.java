package dev.coffer.benchmarks;

import dev.coffer.testsupport.TestDatabase;
import org.jspecify.annotations.Nullable;

/** The database that a restore goes into, made anew before each. */
final class Target implements AutoCloseable {
    private final Lab lab;
    private @Nullable TestDatabase database;

    Target(Lab lab) {
        this.lab = lab;
    }

    void renew() {
        close();
        database = lab.database();
    }

    TestDatabase database() {
        if (database == null) {
            throw new IllegalStateException("renew() comes first");
        }
        return database;
    }

    String uri() {
        return database().uri();
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
            database = null;
        }
    }
}
