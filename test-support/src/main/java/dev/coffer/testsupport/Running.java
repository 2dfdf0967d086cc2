package dev.coffer.testsupport;

import java.nio.file.Path;
import java.util.Optional;

/** What runs a server: a process of this machine, or a container. */
interface Running {
    /** The name under which it is reached. */
    String host();

    int port();

    /** Its own folder, which holds {@code data}; absent where this machine does not hold its files. */
    Optional<Path> folder();

    /** Shuts it down as its administrator does, and starts it with the same files on the same port. */
    void restart();

    /** Stops it and removes what it wrote. */
    void stop();
}
