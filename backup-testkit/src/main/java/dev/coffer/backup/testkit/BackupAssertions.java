package dev.coffer.backup.testkit;

import dev.coffer.backup.Backup;
import dev.coffer.backup.PostgresDatabase;
import javax.sql.DataSource;

/**
 * Where assertions begin; to be imported beside AssertJ's own.
 *
 * <pre>{@code
 * import static dev.coffer.backup.testkit.BackupAssertions.assertThat;
 *
 * assertThat(database).table("proteins").ignoring("created_at").matches("expected/proteins.json");
 * }</pre>
 *
 * <p>Unlike everything else in this library, what these say of a failure shows values of rows: they are the test author's own data, and
 * the difference between them is what the author wants to read. Do not use them on data that a build's log must not hold.
 */
public final class BackupAssertions {
    private BackupAssertions() {}

    /** Begins assertions about a backup. */
    public static BackupAssert assertThat(Backup backup) {
        return new BackupAssert(backup);
    }

    /** Begins assertions about the rows of a database. */
    public static DatabaseAssert assertThat(PostgresDatabase database) {
        return new DatabaseAssert(database);
    }

    /** Begins assertions about the rows of the database that a data source leads to. */
    public static DatabaseAssert assertThat(DataSource dataSource) {
        return new DatabaseAssert(PostgresDatabase.of(dataSource));
    }
}
