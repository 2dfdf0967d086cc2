package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "restore into an empty database, or into a new one with intoNewDatabase(server, name)"
                        + "|restore into an empty database, or into a new one with --create-db NAME",
                "raise max_connections, or use fewer with connections(n)|raise max_connections, or use fewer with --jobs N",
                "wait longer with lockTimeout|wait longer with --lock-timeout SECONDS",
                "wait longer with lockTimeout(…)|wait longer with --lock-timeout SECONDS",
                "accept it by not calling strict()|accept it by leaving out --strict",
                "restore the schema first with scope(Scope.SCHEMA_ONLY)|restore the schema first with --schema-only",
                "back up again, or restore with sourceSearchPath()|back up again, or restore with --source-search-path",
                "leave out scope(…), owners(), grants() and databaseSettings(), or untrusted()"
                        + "|leave out --schema-only, --owners, --grants and --database-settings, or --untrusted",
                "a newer version of this library did; a RestorePlan with untrusted() loads the rows alone, into tables that exist"
                        + "|a newer version of this library did; coffer restore --untrusted loads the rows alone, into tables that exist",
                "run again|run again"
            })
    void namesOptionsInsteadOfMethods(String hint, String shown) {
        Problem problem = Problem.of(ErrorCode.IO, "something").hint(hint);

        assertThat(ShellWords.of(problem).hint()).isEqualTo(shown);
    }
}
