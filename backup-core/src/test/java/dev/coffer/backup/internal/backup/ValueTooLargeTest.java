package dev.coffer.backup.internal.backup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.DatabaseException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Costly
class ValueTooLargeTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("F25 a value that text COPY cannot carry is an error that names the table, and how to find the row")
    void aValueThatCopyCannotCarryNamesTheTable() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE small (a int)",
                    "CREATE TABLE big (\"Id\" int PRIMARY KEY, n int, a bytea)",
                    "INSERT INTO big VALUES (1, 1, 'x'), (2, 1, convert_to(repeat('x', 600000000), 'UTF8'))");
            assertThatThrownBy(() -> Runs.of(database, folder).run())
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage(
                            "reading the rows: invalid memory alloc request size 1200000003 (SQLSTATE XX000) (table public.big)\n"
                                    + "Hint: text COPY carries less than 1 GB a row, half of that of bytea; SELECT \"Id\" FROM \"public\".\"big\""
                                    + " ORDER BY coalesce(octet_length(\"a\"), 0) DESC LIMIT 1 shows the row; leave the table out with"
                                    + " exclude(…) or give it a condition, and take the rest with a tool that copies binary")
                    .extracting(e -> ((BackupException) e).code())
                    .isEqualTo(ErrorCode.VALUE_TOO_LARGE);
        }
    }
}
