package dev.coffer.backup.pgdump;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.pgdump.tools.ClientTools;
import dev.coffer.backup.pgdump.tools.Tool;
import dev.coffer.backup.pgdump.tools.ToolCall;
import dev.coffer.backup.pgdump.tools.ToolFinder;
import dev.coffer.backup.pgdump.tools.ToolRun;
import dev.coffer.backup.spi.Export;
import dev.coffer.backup.spi.ExportContext;
import dev.coffer.backup.spi.LibpqConnection;
import dev.coffer.backup.spi.RowSink;
import dev.coffer.backup.spi.SharedSnapshot;
import dev.coffer.backup.spi.TableData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of pg_dump beside the reading of the rows, and what is made of its dump afterwards. */
final class PgDumpExport implements Export {
    private static final Logger LOG = LoggerFactory.getLogger(PgDumpExport.class);
    private static final long PATIENCE_MILLIS = 10_000;

    private final ExportContext run;
    private final DumpSettings settings;
    private final ClientTools tools;
    private final Staging staging;
    private final ToolRun dump;
    private final Pump pump;

    private PgDumpExport(
            ExportContext run, DumpSettings settings, ClientTools tools, Staging staging, ToolRun dump, Pump pump) {
        this.run = run;
        this.settings = settings;
        this.tools = tools;
        this.staging = staging;
        this.dump = dump;
        this.pump = pump;
    }

    static Export open(ExportContext run, DumpSettings settings) throws IOException {
        SharedSnapshot snapshot = run.snapshot()
                .orElseThrow(() -> new IllegalStateException("core shares no snapshot with an exporter that connects"));
        ClientTools tools = ToolFinder.of(settings.tools()).forServer(snapshot.serverMajor());
        tools.warning(Tool.PG_DUMP).ifPresent(run::warn);
        LibpqConnection connection = settings.connection() != null ? settings.connection() : snapshot.connection();
        if (connection == null) {
            throw new IllegalStateException("the plan was built without a connection");
        }
        boolean largeObjects = run.tables().stream().anyMatch(table -> table.kind() == TableData.Kind.LARGE_OBJECTS);
        List<String> arguments = new ArrayList<>(DumpArguments.of(settings, snapshot, tools.version(), largeObjects));
        Staging staging = Staging.of(settings.layout());
        boolean started = false;
        try {
            if (settings.layout() == DumpLayout.DIRECTORY) {
                arguments.add("--file=" + staging.folder());
                arguments.add("--no-sync");
            }
            ToolCall call = new ToolCall(
                    Tool.PG_DUMP, tools.dump(), arguments, DirectAddress.of(connection), settings.silence());
            ToolRun dump = ToolRun.start(call, message -> LOG.debug("tool.said tool=pg_dump text={}", message.text()));
            if (settings.layout() == DumpLayout.DIRECTORY) {
                staging.watch(dump);
            }
            try {
                Pump pump = Pump.start(() -> pump(run, settings, dump));
                started = true;
                return new PgDumpExport(run, settings, tools, staging, dump, pump);
            } finally {
                if (!started) {
                    dump.close();
                }
            }
        } finally {
            if (!started) {
                staging.close();
            }
        }
    }

    /** A file that is closed counts as complete, so it is closed only when pg_dump has ended well. */
    private static void pump(ExportContext run, DumpSettings settings, ToolRun dump) throws IOException {
        if (settings.layout() == DumpLayout.DIRECTORY) {
            dump.await();
            return;
        }
        OutputStream out =
                run.file(settings.layout() == DumpLayout.PLAIN ? DumpSettings.PLAIN_FILE : DumpSettings.CUSTOM_FILE);
        dump.drainTo(out);
        dump.await();
        out.close();
    }

    /** pg_dump reads the tables itself; a dump that has failed ends the run at the next table. */
    @Override
    public RowSink table(TableData table, int part) throws IOException {
        pump.check();
        return RowSink.NONE;
    }

    @Override
    public void finish() throws IOException {
        pump.await();
        dump.close();
        DumpFiles files = new DumpFiles(run, settings, tools);
        switch (settings.layout()) {
            case CUSTOM -> files.custom();
            case DIRECTORY -> files.directory(staging.folder());
            case PLAIN -> files.plain();
        }
        staging.close();
        run.info(InfoText.of(settings));
    }

    @Override
    public void close() {
        dump.close();
        pump.abandon(PATIENCE_MILLIS);
        staging.close();
    }

    /** The problem of a dump that is not whole although pg_dump said that all is well. */
    static Problem notWhole(String file, String what) {
        return Problem.of(ErrorCode.TOOL_OUTPUT, "pg_dump ended well, and what it wrote is not whole: it " + what)
                .file(file)
                .hint("check the disk and the program that is called pg_dump; run again");
    }
}
