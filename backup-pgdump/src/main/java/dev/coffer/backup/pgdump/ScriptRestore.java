package dev.coffer.backup.pgdump;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.pgdump.tools.ClientTools;
import dev.coffer.backup.pgdump.tools.Tool;
import dev.coffer.backup.pgdump.tools.ToolCall;
import dev.coffer.backup.pgdump.tools.ToolMessage;
import dev.coffer.backup.pgdump.tools.ToolRun;
import dev.coffer.backup.spi.LibpqConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restore through the script that pg_restore prints and psql runs, in one transaction: for a server that would refuse what
 * pg_restore sets on its own, and where statements of ours belong into the transaction of the rows. COMMIT is sent when pg_restore has
 * ended well, so that half a script takes no effect whatever happens to either.
 */
final class ScriptRestore {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptRestore.class);

    private final ClientTools tools;
    private final LibpqConnection connection;
    private final Duration silence;
    private final List<String> before;
    private final List<String> after;

    ScriptRestore(
            ClientTools tools, LibpqConnection connection, Duration silence, List<String> before, List<String> after) {
        this.tools = tools;
        this.connection = connection;
        this.silence = silence;
        this.before = before;
        this.after = after;
    }

    /**
     * Restores.
     *
     * @param arguments of pg_restore, which end with the dump
     */
    void run(List<String> arguments, Consumer<ToolMessage> listener) throws IOException {
        List<String> printing = new ArrayList<>(List.of("--file=-"));
        printing.addAll(arguments);
        // It waits for psql as long as that is waited for.
        ToolCall script = new ToolCall(Tool.PG_RESTORE, tools.restore(), printing, null, Duration.ZERO);
        ToolCall psql = new ToolCall(
                Tool.PSQL,
                tools.path(Tool.PSQL),
                List.of("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"),
                connection,
                silence);
        try (ToolRun into = ToolRun.start(psql, message -> {});
                ToolRun from = ToolRun.start(script, listener)) {
            Pump drain = Pump.start(() -> into.drainTo(OutputStream.nullOutputStream()));
            Script out = new Script(into);
            PortableHeader header = new PortableHeader(out);
            try {
                out.statements(List.of("BEGIN"));
                out.statements(before);
                from.drainTo(header);
                header.close();
            } catch (Gone e) {
                LOG.debug("tool.input.closed tool=psql error={}", e.toString());
                throw ended(into, drain);
            }
            // Without COMMIT the server rolls back when psql ends.
            from.await();
            try {
                out.statements(after);
                out.statements(List.of("COMMIT"));
                into.input().close();
            } catch (IOException e) {
                LOG.debug("tool.input.closed tool=psql error={}", e.toString());
            }
            drain.await();
            into.await();
        }
    }

    /** Why psql does not take the script to its end. */
    private static BackupException ended(ToolRun psql, Pump drain) throws IOException {
        drain.await();
        return psql.problem(psql.awaitExit()).exception();
    }

    /** psql reads no more. */
    private static final class Gone extends IOException {
        private static final long serialVersionUID = 1L;

        Gone(IOException cause) {
            super(cause);
        }
    }

    /** psql's standard input; what it takes is a sign of life. Stays open when the script ends. */
    private static final class Script extends OutputStream {
        private final ToolRun psql;

        Script(ToolRun psql) {
            this.psql = psql;
        }

        void statements(List<String> statements) throws IOException {
            for (String sql : statements) {
                write((sql + ";\n").getBytes(UTF_8));
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                psql.input().write(bytes, offset, length);
            } catch (IOException e) {
                throw new Gone(e);
            }
            psql.sign();
        }

        @Override
        public void flush() throws IOException {
            try {
                psql.input().flush();
            } catch (IOException e) {
                throw new Gone(e);
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
