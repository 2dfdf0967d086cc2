/** Small fixtures for tests, written from a database. */
@SuppressWarnings("module") // the testkit is compiled after this
module dev.coffer.backup.fixture {
    requires transitive dev.coffer.backup;
    requires com.fasterxml.jackson.core;
    requires java.sql;
    requires static org.jspecify;

    exports dev.coffer.backup.fixture;
    // The testkit has no module-info: its name is that of its jar's manifest.
    exports dev.coffer.backup.fixture.internal.schema to
            dev.coffer.backup.testkit;
}
