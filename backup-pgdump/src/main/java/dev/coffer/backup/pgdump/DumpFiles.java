package dev.coffer.backup.pgdump;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.TableName;
import dev.coffer.backup.pgdump.archive.TableOfContents;
import dev.coffer.backup.pgdump.archive.TocEntry;
import dev.coffer.backup.pgdump.tools.ClientTools;
import dev.coffer.backup.pgdump.tools.Tool;
import dev.coffer.backup.pgdump.tools.ToolCall;
import dev.coffer.backup.pgdump.tools.ToolRun;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves that a dump is whole, and makes {@code data.sql} of it, with one reading for both. */
final class DumpFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DumpFiles.class);
    static final String COMPLETE = "PostgreSQL database dump complete";
    private static final int TAIL = 4096;

    private final ExportContext run;
    private final DumpSettings settings;
    private final ClientTools tools;

    DumpFiles(ExportContext run, DumpSettings settings, ClientTools tools) {
        this.run = run;
        this.settings = settings;
        this.tools = tools;
    }

    void custom() throws IOException {
        String name = DumpSettings.CUSTOM_FILE;
        TableOfContents contents;
        try (InputStream in = run.read(name)) {
            contents = contents(in, name);
        }
        Optional<Path> local = run.local(name);
        if (local.isPresent()) {
            readToTheEnd(local.get(), contents, name);
            return;
        }
        if (!settings.dataSql()) {
            try (InputStream in = run.read(name)) {
                readToTheEnd(in, name);
            }
            return;
        }
        // A tool that prints tables in another order than they were dumped in must be given a file.
        try (Staging staging = Staging.create()) {
            Path copy = staging.folder();
            try (InputStream in = run.read(name)) {
                Files.copy(in, copy);
            }
            readToTheEnd(copy, contents, name);
        }
    }

    void directory(Path folder) throws IOException {
        String name = DumpSettings.DIRECTORY + "/toc.dat";
        TableOfContents contents;
        try (InputStream in = Files.newInputStream(folder.resolve("toc.dat"))) {
            contents = contents(in, name);
        }
        readToTheEnd(folder, contents, name);
        TreeMap<String, Path> sorted = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> sorted.put(String.valueOf(file.getFileName()), file));
        }
        for (String file : sorted.keySet()) {
            try (OutputStream out = run.file(DumpSettings.DIRECTORY + "/" + file)) {
                Files.copy(sorted.get(file), out);
            }
        }
    }

    void plain() throws IOException {
        try (InputStream in = run.read(DumpSettings.PLAIN_FILE)) {
            byte[] tail = new byte[0];
            byte[] block = new byte[TAIL];
            for (int n = in.readNBytes(block, 0, TAIL); n > 0; n = in.readNBytes(block, 0, TAIL)) {
                byte[] both = new byte[tail.length + n];
                System.arraycopy(tail, 0, both, 0, tail.length);
                System.arraycopy(block, 0, both, tail.length, n);
                tail = java.util.Arrays.copyOfRange(both, Math.max(0, both.length - TAIL), both.length);
            }
            if (!new String(tail, UTF_8).contains(COMPLETE)) {
                throw PgDumpExport.notWhole(DumpSettings.PLAIN_FILE, "lacks its last line")
                        .exception();
            }
        }
    }

    private TableOfContents contents(InputStream in, String name) {
        TableOfContents contents;
        try {
            contents = TableOfContents.read(in);
        } catch (IOException e) {
            throw PgDumpExport.notWhole(name, e.getMessage() == null ? "cannot be read" : e.getMessage())
                    .exception(e);
        }
        requireEveryTable(contents, name);
        return contents;
    }

    private void requireEveryTable(TableOfContents contents, String name) {
        boolean rows = settings.rows();
        if (!rows && !settings.tables()) {
            return;
        }
        Set<TableName> dumped = new HashSet<>();
        for (TocEntry entry : contents.entries()) {
            if (entry.kind().equals(rows ? "TABLE DATA" : "TABLE")) {
                dumped.add(new TableName(entry.schema(), entry.tag()));
            }
        }
        for (TableData table : run.tables()) {
            if (table.kind() == TableData.Kind.TABLE && !dumped.contains(table.name())) {
                throw PgDumpExport.notWhole(name, "lacks a table of the plan")
                        .table(table.name())
                        .exception();
            }
        }
    }

    /** Its table of contents would be listed without complaint even if the dump were cut in half (P19). */
    private void readToTheEnd(Path dump, TableOfContents contents, String name) throws IOException {
        if (!settings.dataSql()) {
            restore(dump, List.of("--file=-"), name, OutputStream.nullOutputStream());
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("--file=-", "--data-only"));
        if (settings.noOwner()) {
            arguments.add("--no-owner");
        }
        if (tools.version().knowsRestrictKey()) {
            arguments.add("--restrict-key=" + RestrictKey.of(run));
        }
        Path list = Files.createTempFile("coffer-list-", ".txt");
        try {
            Files.write(
                    list,
                    DataOrder.of(
                            contents.entries(),
                            run.tables().stream().map(TableData::name).toList()));
            arguments.add("--use-list=" + list);
            OutputStream out = new PortableHeader(run.file(DumpSettings.DATA_FILE));
            restore(dump, arguments, name, out);
            out.close();
        } finally {
            Files.deleteIfExists(list);
        }
    }

    private void readToTheEnd(InputStream dump, String name) throws IOException {
        ToolCall call = new ToolCall(Tool.PG_RESTORE, tools.restore(), List.of("--file=-"), null, settings.silence());
        try (ToolRun restore = ToolRun.start(call, message -> {})) {
            restore.feed(dump);
            restore.drainTo(OutputStream.nullOutputStream());
            requireWhole(restore, name);
        }
    }

    private void restore(Path dump, List<String> arguments, String name, OutputStream into) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.add("--");
        all.add(dump.toString());
        ToolCall call = new ToolCall(Tool.PG_RESTORE, tools.restore(), all, null, settings.silence());
        try (ToolRun restore =
                ToolRun.start(call, message -> LOG.debug("tool.said tool=pg_restore text={}", message.text()))) {
            restore.drainTo(into);
            requireWhole(restore, name);
        }
    }

    static void requireWhole(ToolRun restore, String name) throws IOException {
        int exit = restore.awaitExit();
        if (exit != 0) {
            BackupException cause = restore.problem(exit).exception();
            throw PgDumpExport.notWhole(
                            name,
                            "cannot be read to its end: " + cause.problem().what())
                    .exception(cause);
        }
    }
}
