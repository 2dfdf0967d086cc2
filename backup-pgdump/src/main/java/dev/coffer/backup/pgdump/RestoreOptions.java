package dev.coffer.backup.pgdump;

import dev.coffer.backup.TableSelection;
import dev.coffer.backup.spi.LibpqConnection;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings of a strategy, checked. */
record RestoreOptions(
        @Nullable Path tools,
        @Nullable LibpqConnection connection,
        TableSelection tables,
        int jobs,
        boolean collectErrors,
        boolean owners,
        boolean privileges,
        Duration silence) {

    boolean atomic() {
        return jobs == 1 && !collectErrors;
    }

    String shown() {
        return "[tables=" + tables + ", jobs=" + jobs + ", collectErrors=" + collectErrors + ", owners=" + owners
                + ", privileges=" + privileges + ", silence=" + silence + "]";
    }
}
