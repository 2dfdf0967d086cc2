package dev.coffer.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A transaction pooler before a database, for role and password of one's own. */
public final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final int port;

    private PgBouncer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one; whoever starts it closes it. Skips the calling test where there is no pgbouncer.
     *
     * @param poolSize how many of the server's connections it shares among its clients
     */
    public static PgBouncer before(TestDatabase database, String role, String password, int poolSize)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "coffer-pgbouncer-");
        int port = freePort();
        Files.writeString(folder.resolve("userlist.txt"), "\"" + role + "\" \"" + password + "\"\n");
        Files.writeString(
                folder.resolve("pgbouncer.ini"),
                String.join(
                        "\n",
                        "[databases]",
                        "* = host=127.0.0.1 port=" + database.server().port(),
                        "[pgbouncer]",
                        "listen_addr=127.0.0.1",
                        "listen_port=" + port,
                        "unix_socket_dir=",
                        "auth_type=scram-sha-256",
                        "auth_file=" + folder.resolve("userlist.txt"),
                        "pool_mode=transaction",
                        "default_pool_size=" + poolSize,
                        "max_client_conn=100",
                        ""));
        // It runs as somebody else where we are root, which it refuses to be.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(ClientTools.require("pgbouncer").toString());
        command.add(folder.resolve("pgbouncer.ini").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        PgBouncer bouncer = new PgBouncer(process, folder, port);
        bouncer.awaitListening();
        return bouncer;
    }

    private void awaitListening() throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException("pgbouncer ended: " + Files.readString(folder.resolve("log")), e);
                }
            }
            Thread.sleep(100);
        }
        throw new IOException("pgbouncer does not listen: " + Files.readString(folder.resolve("log")));
    }

    /** Where it listens on this machine. */
    public int port() {
        return port;
    }

    /** A libpq URI of a database, through here. */
    public String uri(String database, String role, String password) {
        return "postgresql://" + role + ":" + password + "@127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (String name : Set.of("userlist.txt", "pgbouncer.ini", "log")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
