package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueTooLargeTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("F25 a value that text COPY cannot carry is an error that names the table")
    void aValueThatCopyCannotCarryNamesTheTable() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE small (a int)",
                    "CREATE TABLE big (a bytea)",
                    "INSERT INTO big VALUES (convert_to(repeat('x', 600000000), 'UTF8'))");
            assertThatThrownBy(() -> Runs.of(database, folder).run())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageStartingWith("reading the rows: ")
                    .hasMessageContaining("(table public.big)\nHint: text COPY carries less than 1 GB a row")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        }
    }
}
