package dev.coffer.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands before a server as a long way would: each byte arrives half a round trip later. Bandwidth is not limited. Counts
 * how often a client waited for an answer.
 */
final class Far implements AutoCloseable {
    private static final int ON_THE_WAY = 4096;

    private final ServerSocket listener;
    private final int serverPort;
    private final long oneWayNanos;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger roundTrips = new AtomicInteger();

    Far(int serverPort, double roundTripMillis) throws IOException {
        this.serverPort = serverPort;
        this.oneWayNanos = (long) (roundTripMillis * 1e6 / 2);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** The same URI, the long way. */
    String uri(String near) {
        return near.replaceFirst("@[^/]+/", "@127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** How often one of the clients waited, since the last call. */
    int roundTrips() {
        return roundTrips.getAndSet(0);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Packet(long due, byte[] bytes) {}

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "far");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                AtomicInteger waits = new AtomicInteger();
                carry(client, server, () -> waits.set(1));
                carry(server, client, () -> roundTrips.addAndGet(waits.getAndSet(0)));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void carry(Socket from, Socket to, Runnable onPacket) {
        BlockingQueue<Packet> onTheWay = new ArrayBlockingQueue<>(ON_THE_WAY);
        start(() -> {
            byte[] buffer = new byte[1 << 16];
            try (from) {
                InputStream in = from.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    onPacket.run();
                    onTheWay.put(new Packet(System.nanoTime() + oneWayNanos, Arrays.copyOf(buffer, count)));
                }
                onTheWay.put(new Packet(System.nanoTime() + oneWayNanos, new byte[0]));
            } catch (IOException | InterruptedException e) {
                onTheWay.clear();
                onTheWay.add(new Packet(0, new byte[0]));
            }
        });
        start(() -> {
            try (to) {
                OutputStream out = to.getOutputStream();
                for (Packet packet = onTheWay.take(); packet.bytes().length > 0; packet = onTheWay.take()) {
                    arrive(packet.due());
                    out.write(packet.bytes());
                    out.flush();
                }
            } catch (IOException | InterruptedException e) {
                onTheWay.clear();
            }
        });
    }

    private static void arrive(long due) throws InterruptedException {
        long left = due - System.nanoTime();
        while (left > 0) {
            if (left > TimeUnit.MILLISECONDS.toNanos(1)) {
                LockSupport.parkNanos(left - TimeUnit.MICROSECONDS.toNanos(100));
            } else {
                Thread.onSpinWait();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            left = due - System.nanoTime();
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
