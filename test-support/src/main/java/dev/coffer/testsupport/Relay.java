package dev.coffer.testsupport;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server: counts how often the client waits for an answer, cuts the line, or lets it go silent as a network does
 * that drops every packet. Closing it cuts all lines. Safe for use by several threads.
 */
public final class Relay implements AutoCloseable {
    /** Answered without a log-in: a question whether somebody is there, no part of the work. */
    private static final String SSL_REQUEST = "\0\0\0\b\u0004\u00d2\u0016/";

    /** The server awaits the next message; one letter for the state of the transaction follows. */
    private static final String READY = "Z\0\0\0\u0005";

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong answered = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean silent;
    private volatile long answersBeforeCut = Long.MAX_VALUE;
    private volatile @Nullable String cutAfter;
    private volatile @Nullable String silentAfter;
    private volatile @Nullable String forgottenAfter;
    private volatile @Nullable String swallowed;
    private final List<Told> told = new CopyOnWriteArrayList<>();

    /** Listens on a port of its own and hands on to this port of this machine. */
    public Relay(int serverPort) {
        this.serverPort = serverPort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The same libpq URI, through here. */
    public String through(String uri) {
        return uri.replaceFirst("@[^/]+/", "@127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** The line is cut as soon as the client has sent this text and the server has it. */
    public void cutAfter(String text) {
        cutAfter = text;
    }

    /** The line is cut when the server has sent more than so many bytes to one client. */
    public void cutAfterAnswers(long bytes) {
        answersBeforeCut = bytes;
    }

    /** From here on nothing is handed on and nobody is answered, but no line ends. */
    public void goSilent() {
        silent = true;
    }

    /** Goes silent as soon as the client has sent this text and the server has it. */
    public void goSilentAfter(String text) {
        silentAfter = text;
    }

    /** From here on the lines that there are hand nothing on, and new ones work: as a firewall that was restarted. */
    public void forgetLines() {
        lines.forEach(line -> line.forgotten = true);
    }

    /** A line hands nothing on any more as soon as its client has sent this text and the server has it; others work. */
    public void forgetAfter(String text) {
        forgottenAfter = text;
    }

    /** The same, but the text itself does not arrive. */
    public void swallow(String text) {
        swallowed = text;
    }

    /** Tells clients another text of the same length wherever the server's answers hold this one. */
    public void tell(String instead, String of) {
        if (instead.length() != of.length()) {
            throw new IllegalArgumentException("messages say how long they are");
        }
        told.add(new Told(instead, of));
    }

    private record Told(String instead, String of) {}

    private String retold(String text) {
        String other = text;
        for (Told each : told) {
            other = other.replace(each.of(), each.instead());
        }
        return other;
    }

    /** How much of the end may be the beginning of what is told otherwise; nothing is awaited where the server awaits the client. */
    private int heldBack(String text) {
        int held = 0;
        int end = text.length();
        if (!text.startsWith(READY, end - READY.length() - 1)) {
            for (Told each : told) {
                for (int length = Math.min(end, each.of().length() - 1); length > held; length--) {
                    if (text.endsWith(each.of().substring(0, length))) {
                        held = length;
                    }
                }
            }
        }
        return held;
    }

    /** How often a client waited for an answer. */
    public int roundTrips() {
        return roundTrips.get();
    }

    /** How many bytes servers have sent to clients. */
    public long answered() {
        return answered.get();
    }

    /** How many connections were handed on. */
    public int connections() {
        return connections.get();
    }

    /** What a client has with the server. */
    private static final class Line {
        /**
         * Of this line alone: what another one is answered, such as a question whether somebody is there, answers nothing here.
         */
        private final AtomicBoolean asked = new AtomicBoolean();

        private volatile boolean forgotten;
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
                sockets.add(client);
                if (!silent) {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                    sockets.add(server);
                    connections.incrementAndGet();
                    Line line = new Line();
                    lines.add(line);
                    start(() -> pump(client, server, line, true));
                    start(() -> pump(server, client, line, false));
                }
            }
        } catch (IOException e) {
            close();
        }
    }

    private void pump(Socket from, Socket to, Line line, boolean fromClient) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            long handedOn = 0;
            String kept = "";
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                waitIfSilent(line);
                String text = fromClient ? new String(buffer, 0, count, ISO_8859_1) : "";
                count(fromClient, text, line);
                boolean last = contains(text, cutAfter);
                if (last) {
                    from.close();
                }
                if (contains(text, silentAfter)) {
                    silent = true;
                }
                if (contains(text, swallowed)) {
                    line.forgotten = true;
                    waitIfSilent(line);
                }
                if (contains(text, forgottenAfter)) {
                    line.forgotten = true;
                }
                if (fromClient || told.isEmpty()) {
                    out.write(buffer, 0, count);
                } else {
                    String answer = kept + new String(buffer, 0, count, ISO_8859_1);
                    int held = heldBack(answer);
                    String now = retold(answer.substring(0, answer.length() - held));
                    kept = answer.substring(answer.length() - held);
                    out.write(now.getBytes(ISO_8859_1));
                }
                out.flush();
                handedOn += count;
                answered.addAndGet(fromClient ? 0 : count);
                if (!fromClient && handedOn > answersBeforeCut) {
                    return;
                }
                if (last) {
                    // The server answers into the closed line; it must have taken the text by then.
                    to.shutdownOutput();
                    in.close();
                    return;
                }
                waitIfSilent(line);
            }
            out.write(kept.getBytes(ISO_8859_1));
            waitIfSilent(line);
        } catch (IOException e) {
            // One side has ended: so does the other.
        }
    }

    private void count(boolean fromClient, String text, Line line) {
        if (!fromClient) {
            roundTrips.addAndGet(line.asked.getAndSet(false) ? 1 : 0);
        } else if (!text.equals(SSL_REQUEST)) {
            line.asked.set(true);
        }
    }

    private static boolean contains(String text, @Nullable String part) {
        return part != null && text.contains(part);
    }

    private void waitIfSilent(Line line) throws IOException {
        if (silent || line.forgotten) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
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
