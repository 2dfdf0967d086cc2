package dev.coffer.backup.testkit;

import dev.coffer.backup.PostgresDatabase;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Says which database {@link RestoreBackup} restores into, where no field of the test class can. Must have a constructor without
 * parameters; a new object is made for each question.
 */
@FunctionalInterface
public interface TargetResolver {
    /**
     * The target of a test or a class.
     *
     * @param context of the test, or of the class where {@link RestoreBackup#each} is {@link Each#CLASS}
     */
    PostgresDatabase resolve(ExtensionContext context);
}
