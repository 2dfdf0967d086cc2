package dev.coffer.backup.pgdump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PlanException;
import dev.coffer.backup.ToolException;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@OnServerOfTools
@EnabledIfClientTools({"pg_dump", "pg_restore"})
@DisabledOnOs(OS.WINDOWS)
class StreamedDumpTest {
    private final TestServer server = TestServer.ofTools();

    @TempDir
    Path folder;

    @Test
    void flowsIntoAnyStreamAndRestores() throws Exception {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase()) {
            Path file = folder.resolve("a.dump");
            try (OutputStream out = Files.newOutputStream(file)) {
                PgDumpExporter.builder().connection(source.uri()).build().dumpTo(out);
            }
            PgDumpBackupTest.restore(file, target);
            PgDumpBackupTest.assertSame(source, target);
        }
    }

    @Test
    void flowsToAnyPathOfNio() throws Exception {
        try (TestDatabase source = Database.create(server);
                TestDatabase target = server.createDatabase();
                FileSystem zip = FileSystems.newFileSystem(folder.resolve("elsewhere.zip"), Map.of("create", "true"))) {
            Path there = zip.getPath("/a.dump");
            try (OutputStream out = Files.newOutputStream(there)) {
                PgDumpExporter.builder().connection(source.uri()).build().dumpTo(out);
            }
            PgDumpBackupTest.restore(Files.copy(there, folder.resolve("back.dump")), target);
            PgDumpBackupTest.assertSame(source, target);
        }
    }

    @Test
    void flowsAsPlainSql() throws Exception {
        try (TestDatabase source = Database.create(server)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PgDumpExporter.builder()
                    .connection(source.uri())
                    .layout(DumpLayout.PLAIN)
                    .build()
                    .dumpTo(out);
            assertThat(out.toString(UTF_8)).contains("COPY public.z_parent (id, name, m) FROM stdin;");
        }
    }

    @Test
    @DisplayName("F15 a stream that was cut is an error, although pg_dump ended with status 0")
    void f15CutStream() throws Exception {
        try (TestDatabase source = Database.create(server)) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            PgDumpExporter.builder().connection(source.uri()).build().dumpTo(whole);
            for (int bytes : new int[] {0, 50, whole.size() / 2, whole.size() - 1}) {
                Path tools = BentTools.dump(folder.resolve("cut" + bytes), "\"$REAL\" \"$@\" | head -c " + bytes);
                PgDumpExporter cut = PgDumpExporter.builder()
                        .connection(source.uri())
                        .tools(tools)
                        .build();
                assertThatThrownBy(() -> cut.dumpTo(OutputStream.nullOutputStream()))
                        .as("cut after %d of %d bytes", bytes, whole.size())
                        .isInstanceOf(ToolException.class)
                        .extracting(e -> ((ToolException) e).code())
                        .isEqualTo(ErrorCode.TOOL_OUTPUT);
            }
        }
    }

    @Test
    @DisplayName("F14 a sink that fails ends pg_dump and is told as it is")
    void f14FailingSink() {
        try (TestDatabase source = Database.create(server)) {
            PgDumpExporter exporter =
                    PgDumpExporter.builder().connection(source.uri()).build();
            assertThatThrownBy(() -> exporter.dumpTo(new OutputStream() {
                        @Override
                        public void write(int b) throws IOException {
                            throw new IOException("the sink is full");
                        }
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the sink is full");
        }
    }

    @Test
    void needsAConnectionAndOneFile() {
        assertThatThrownBy(() -> PgDumpExporter.create().dumpTo(OutputStream.nullOutputStream()))
                .isInstanceOf(PlanException.class)
                .hasMessage("a dump without a plan does not know its database\n"
                        + "Hint: call PgDumpExporter.builder().connection(url)");
        assertThatThrownBy(() -> PgDumpExporter.builder()
                        .connection("postgresql://u:p@h/d")
                        .layout(DumpLayout.DIRECTORY)
                        .build()
                        .dumpTo(OutputStream.nullOutputStream()))
                .isInstanceOf(PlanException.class)
                .hasMessage("a stream takes one file, and the directory format has many\n"
                        + "Hint: leave out layout(DumpLayout.DIRECTORY)");
    }
}
