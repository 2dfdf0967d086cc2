package dev.coffer.backup.testkit;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.testkit.internal.fixture.Fixture;
import dev.coffer.backup.testkit.internal.fixture.Fixtures;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * A backup or fixture to be restored by a call, where {@link RestoreBackup} does not fit: from another test framework, or in the middle of a
 * test. Immutable and safe for use by several threads.
 */
public final class BackupFixture {
    private final Fixture fixture;

    private BackupFixture(Fixture fixture) {
        this.fixture = fixture;
    }

    /**
     * Reads what lies on the class path, else in the file system, under a name; see {@link RestoreBackup#value}.
     *
     * @throws dev.coffer.backup.BackupException when there is none, or it is damaged or malformed
     */
    public static BackupFixture of(String name) {
        return new BackupFixture(Fixtures.find(
                name,
                Objects.requireNonNullElse(
                        Thread.currentThread().getContextClassLoader(), ClassLoader.getSystemClassLoader())));
    }

    /**
     * Reads what lies at a path.
     *
     * @throws dev.coffer.backup.BackupException when it is damaged or malformed
     */
    public static BackupFixture of(Path path) {
        return new BackupFixture(Fixtures.read(path.toAbsolutePath(), String.valueOf(path.getFileName())));
    }

    Fixture fixture() {
        return fixture;
    }

    /** Restores it as {@link Mode#AUTO} says, sequences as {@link Sequences#AS_SAVED} says. */
    public void restoreInto(PostgresDatabase target) {
        restoreInto(target, Mode.AUTO, Sequences.AS_SAVED);
    }

    /** The same for a data source. */
    public void restoreInto(DataSource target) {
        restoreInto(PostgresDatabase.of(target));
    }

    /**
     * Restores it.
     *
     * @param mode not {@link Mode#CLONE}, for which there is {@link DatabaseTemplate}
     * @throws dev.coffer.backup.BackupException when it does not fit the target, which is then as it was
     */
    public void restoreInto(PostgresDatabase target, Mode mode, Sequences sequences) {
        if (mode == Mode.CLONE) {
            throw new IllegalArgumentException("mode must not be CLONE: use DatabaseTemplate");
        }
        Restoration.restore(target, fixture, mode, sequences);
    }
}
