package dev.coffer.backup.testkit;

import dev.coffer.backup.PostgresDatabase;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the rows of a database. Failures show their values, see {@link BackupAssertions}. */
public final class DatabaseAssert extends AbstractAssert<DatabaseAssert, PostgresDatabase> {
    DatabaseAssert(PostgresDatabase database) {
        super(database, DatabaseAssert.class);
    }

    /**
     * Goes on with one table.
     *
     * @param name {@code table}, or {@code schema.table} where several schemas have it
     */
    public TableAssert table(String name) {
        isNotNull();
        return new TableAssert(actual, name);
    }
}
