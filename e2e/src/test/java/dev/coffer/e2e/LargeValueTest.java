package dev.coffer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import dev.coffer.testsupport.ToolResult;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A value of 200 MB, with the heap that docs/reference/limits.md states for it. */
@Costly
class LargeValueTest {
    private static final String HEAP = "-Xmx2g";
    private static final String STATE = "SELECT octet_length(v) || ' ' || md5(v) FROM large";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @DisplayName("F25 a single text of 200 MB passes with the heap that the documentation states")
    void passesWithTheStatedHeap(Format format) throws Exception {
        try (TestDatabase source = TestServer.newest().createDatabase();
                TestDatabase target = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TABLE large (id int PRIMARY KEY, v text)",
                    "INSERT INTO large SELECT 1, string_agg(md5(g::text), '') FROM generate_series(1, 6553600) g");

            String backup = run("backup", format, folder, source);
            assertThat(run("restore", format, Path.of(backup), target)).isEqualTo("1");

            assertThat(target.query(STATE)).isEqualTo(source.query(STATE)).startsWith("209715200 ");
        }
    }

    private static String run(String step, Format format, Path path, TestDatabase database) throws Exception {
        ProcessBuilder builder =
                ChildJvm.of(LargeValueRoundTrip.class, List.of(HEAP), List.of(step, format.name(), path.toString()));
        builder.environment().put("POSTGRES_URL", database.uri());
        ToolResult result = ClientTools.run(InputStream.nullInputStream(), builder);
        return result.requireSuccess().output().strip();
    }
}
