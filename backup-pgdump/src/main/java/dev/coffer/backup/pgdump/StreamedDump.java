package dev.coffer.backup.pgdump;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.pgdump.tools.ClientTools;
import dev.coffer.backup.pgdump.tools.Tool;
import dev.coffer.backup.pgdump.tools.ToolCall;
import dev.coffer.backup.pgdump.tools.ToolFinder;
import dev.coffer.backup.pgdump.tools.ToolRun;
import dev.coffer.backup.spi.LibpqConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dump that flows into a stream, and beside it through pg_restore, which proves that it is whole. */
final class StreamedDump {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedDump.class);
    private static final String NAME = "of the stream";

    private final DumpSettings settings;
    private final LibpqConnection connection;

    StreamedDump(DumpSettings settings, LibpqConnection connection) {
        this.settings = settings;
        this.connection = connection;
    }

    void writeTo(OutputStream out) throws IOException {
        ClientTools tools = ToolFinder.of(settings.tools()).newest();
        tools.warning(Tool.PG_DUMP).ifPresent(text -> LOG.warn("tool.warning text={}", text));
        ToolCall call = new ToolCall(
                Tool.PG_DUMP,
                tools.dump(),
                DumpArguments.of(settings, tools.version()),
                DirectAddress.of(connection),
                settings.silence());
        if (settings.layout() == DumpLayout.PLAIN) {
            plain(call, out);
        } else {
            custom(call, tools, out);
        }
        out.flush();
    }

    private static void plain(ToolCall call, OutputStream out) throws IOException {
        Tail tail = new Tail(out);
        try (ToolRun dump = ToolRun.start(call, message -> {})) {
            dump.drainTo(tail);
            dump.await();
        }
        if (!tail.text().contains(DumpFiles.COMPLETE)) {
            throw PgDumpExport.notWhole(NAME, "lacks its last line").exception();
        }
    }

    private static void custom(ToolCall call, ClientTools tools, OutputStream out) throws IOException {
        // It waits for pg_dump as long as that is waited for.
        ToolCall reading = new ToolCall(Tool.PG_RESTORE, tools.restore(), List.of("--file=-"), null, Duration.ZERO);
        try (ToolRun restore = ToolRun.start(reading, message -> {});
                ToolRun dump = ToolRun.start(call, message -> {})) {
            Pump drain = Pump.start(() -> restore.drainTo(OutputStream.nullOutputStream()));
            Proof proof = new Proof(out, restore.input());
            dump.drainTo(proof);
            dump.await();
            proof.end();
            drain.await();
            DumpFiles.requireWhole(restore, NAME);
        }
    }

    /** Writes to both; a reader that has gone is asked for its reason at the end. */
    private static final class Proof extends OutputStream {
        private final OutputStream out;
        private final OutputStream reader;
        private boolean gone;

        Proof(OutputStream out, OutputStream reader) {
            this.out = out;
            this.reader = reader;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            if (!gone) {
                try {
                    reader.write(bytes, offset, length);
                } catch (IOException e) {
                    LOG.debug("tool.input.closed tool=pg_restore error={}", e.toString());
                    gone = true;
                }
            }
        }

        void end() {
            try {
                reader.close();
            } catch (IOException e) {
                LOG.debug("tool.input.closed tool=pg_restore error={}", e.toString());
            }
        }
    }

    /** Remembers the last bytes. */
    private static final class Tail extends OutputStream {
        private static final int KEPT = 4096;

        private final OutputStream out;
        private byte[] tail = new byte[0];

        Tail(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            int taken = Math.min(length, KEPT);
            byte[] both = Arrays.copyOf(tail, tail.length + taken);
            System.arraycopy(bytes, offset + length - taken, both, tail.length, taken);
            tail = Arrays.copyOfRange(both, Math.max(0, both.length - KEPT), both.length);
        }

        String text() {
            return new String(tail, UTF_8);
        }
    }
}
