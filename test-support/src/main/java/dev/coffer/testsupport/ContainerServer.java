package dev.coffer.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.MountableFile;

/**
 * A server as users run it, from the image {@code postgres:N}, with the client tools of its own version inside. All tests of a JVM share one
 * for each version: take a database of your own from {@link #server()}. It ends with the JVM. Safe for use by several threads.
 */
public final class ContainerServer {
    private static final Map<Integer, ContainerServer> SHARED = new ConcurrentHashMap<>();

    private final PostgreSQLContainer container;
    private final TestServer server;

    private ContainerServer(int major, PostgreSQLContainer container) {
        this.container = container;
        this.server = new TestServer(
                major, container.getUsername(), container.getPassword(), new InContainer(container), null);
    }

    /** Whether a container engine answers. */
    public static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /**
     * The shared server of a major version. Skips the calling test where no container engine answers, or where it cannot get the image.
     *
     * @param major such as 17
     */
    public static ContainerServer version(int major) {
        if (!available()) {
            throw new TestAbortedException(Needs.CONTAINERS);
        }
        return SHARED.computeIfAbsent(major, ContainerServer::start);
    }

    private static ContainerServer start(int major) {
        String image = "postgres:" + major;
        PostgreSQLContainer container = new PostgreSQLContainer(image)
                .withUsername("postgres")
                .withPassword(TestServer.newPassword())
                .withCommand("postgres", "-c", "fsync=off");
        try {
            container.start();
        } catch (ContainerFetchException e) {
            throw new TestAbortedException(Needs.image(image), e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return new ContainerServer(major, container);
    }

    /** The server, reached from this machine. */
    public TestServer server() {
        return server;
    }

    /** A libpq URI of a database for programs that run inside, for the superuser, with password. */
    public String uriInside(TestDatabase database) {
        return TestServer.uri(
                "127.0.0.1", PostgreSQLContainer.POSTGRESQL_PORT, database.name(), server.user(), server.password());
    }

    /** The container's number, as {@code docker exec} takes it. */
    public String id() {
        return container.getContainerId();
    }

    /** Runs a program inside to its end, as root, such as the {@code pg_dump} of this version. */
    public ToolResult run(String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            return new ToolResult(List.of(command), result.getExitCode(), result.getStdout(), result.getStderr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + List.of(command), e);
        }
    }

    /** Copies a file of this machine into the container; it keeps its permissions. */
    public void copyIn(Path file, String to) {
        container.copyFileToContainer(MountableFile.forHostPath(file), to);
    }

    /** Copies a file of the container to this machine. */
    public void copyOut(String file, Path to) {
        container.copyFileFromContainer(file, to.toString());
    }

    @Override
    public String toString() {
        return server + " in a container";
    }

    private record InContainer(PostgreSQLContainer container) implements Running {
        @Override
        public String host() {
            return container.getHost();
        }

        @Override
        public int port() {
            return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        }

        @Override
        public Optional<Path> folder() {
            return Optional.empty();
        }

        @Override
        public void restart() {
            throw new UnsupportedOperationException("a container started again has another port");
        }

        @Override
        public void stop() {
            container.stop();
        }
    }
}
