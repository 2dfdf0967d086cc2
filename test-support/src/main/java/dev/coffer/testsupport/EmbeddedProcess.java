package dev.coffer.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server as a process of this machine, with its files in a folder of {@link Leftovers}. */
record EmbeddedProcess(EmbeddedPostgres process, Path home) implements Running {
    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public int port() {
        return process.getPort();
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(home);
    }

    @Override
    public void restart() {
        Path data = home.resolve("data");
        try {
            long running = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            String server =
                    ProcessHandle.of(running).orElseThrow().info().command().orElseThrow();
            List<String> command = new ArrayList<>();
            if (Files.getOwner(data).getName().equals("root")) {
                // It does not run as root, and runs so because of the embedded server.
                command.addAll(List.of("unshare", "-U"));
            }
            command.addAll(List.of(Path.of(server).resolveSibling("pg_ctl").toString(), "-D", data.toString()));
            command.addAll(
                    List.of("-m", "fast", "-w", "-l", home.resolve("output").toString(), "restart"));
            ClientTools.run(InputStream.nullInputStream(), new ProcessBuilder(command))
                    .requireSuccess();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Leftovers.delete(home);
    }
}
