package dev.coffer.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
    public void stop() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Leftovers.delete(home);
    }
}
