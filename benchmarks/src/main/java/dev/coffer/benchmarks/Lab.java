package dev.coffer.benchmarks;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** A throwaway server, a folder beside it, and what the sections share. */
final class Lab implements AutoCloseable {
    /** The client tools of most machines are not the newest. */
    private static final int VERSION = 15;

    final Options options;
    final Page page = new Page();
    final TestServer server;
    final Path folder;

    Lab(Options options) throws IOException {
        this.options = options;
        this.server = TestServer.builder()
                .version(VERSION)
                .setting("shared_buffers", "512MB")
                .setting("max_wal_size", "8GB")
                .setting("checkpoint_timeout", "30min")
                .setting("max_locks_per_transaction", "256")
                .start();
        this.folder = Files.createTempDirectory("coffer-benchmarks");
    }

    TestDatabase database() {
        return server.createDatabase();
    }

    boolean runs(String section) {
        return options.only().contains(section);
    }

    /** An empty folder for one contestant. */
    Path fresh(String name) throws IOException {
        Path path = folder.resolve(name);
        Tools.delete(path);
        return path;
    }

    /** The same COPY that a backup sends, to nowhere: what the server and the driver need at least. */
    static void copyToNowhere(TestDatabase database, String... tables) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            for (String table : tables) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY " + table + " TO STDOUT", OutputStream.nullOutputStream());
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Tools.delete(folder);
    }
}
