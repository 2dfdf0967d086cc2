package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server, counts how often the client waits for an answer, and cuts the line when told. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final int serverPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private volatile boolean clientSpoke;
    private volatile @Nullable String cutAfter;

    Relay(int serverPort) {
        this.serverPort = serverPort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The same URI, through here. */
    String through(String uri) {
        return uri.replaceFirst("@[^/]+/", "@127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** The line is cut as soon as the client has sent this text and the server has it. */
    void cutAfter(String text) {
        cutAfter = text;
    }

    int roundTrips() {
        return roundTrips.get();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                start(() -> pump(client, server, true));
                start(() -> pump(server, client, false));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void pump(Socket from, Socket to, boolean fromClient) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (fromClient) {
                    clientSpoke = true;
                } else if (clientSpoke) {
                    clientSpoke = false;
                    roundTrips.incrementAndGet();
                }
                String cut = cutAfter;
                boolean last = fromClient && cut != null && new String(buffer, 0, count, ISO_8859_1).contains(cut);
                if (last) {
                    from.close();
                }
                out.write(buffer, 0, count);
                out.flush();
                if (last) {
                    // The server answers into the closed line; it must have taken the text by then.
                    to.shutdownOutput();
                    in.close();
                    return;
                }
            }
        } catch (IOException e) {
            // One side has ended: so does the other.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
