package dev.coffer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Costly
class QuickstartTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private String run(String url) throws Exception {
        Quickstart.run(url, folder, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsWhatTheReadmeShows() throws Exception {
        String printed = run(null).replace(folder.toString(), "database_backups");

        assertThat(withoutDigits(Markdown.read("README.md"))).contains(withoutDigits(printed.strip()));
    }

    @Test
    void onlyReadsTheDatabaseOfTheUser() throws Exception {
        try (TestDatabase database = TestServer.newest().createDatabase();
                Connection connection = database.connect()) {
            SampleDatabase.create(connection);
            DatabaseFingerprint before = DatabaseFingerprint.of(connection);

            String printed = run(database.uri());

            assertThat(printed)
                    .contains("from JSON  restored: every row is there", "from CSV   restored: identical with that")
                    .doesNotContain(TestServer.newest().password());
            assertThat(before.differencesTo(DatabaseFingerprint.of(connection))).isEmpty();
        }
    }

    private static String withoutDigits(String text) {
        return text.replaceAll("\\d", "#").replaceAll("#[#,]*", "#");
    }
}
