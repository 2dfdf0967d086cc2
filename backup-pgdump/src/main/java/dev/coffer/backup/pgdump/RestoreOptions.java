package dev.coffer.backup.pgdump;

import dev.coffer.backup.Scope;
import dev.coffer.backup.TableSelection;
import dev.coffer.backup.spi.LibpqConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a strategy, checked. */
record RestoreOptions(
        @Nullable Path tools,
        @Nullable LibpqConnection connection,
        TableSelection tables,
        Set<DumpSection> sections,
        int jobs,
        boolean collectErrors,
        boolean owners,
        boolean privileges,
        Duration silence) {

    /** What the sections make together. */
    Scope scope() {
        boolean rows = sections.contains(DumpSection.DATA);
        return !rows ? Scope.SCHEMA_ONLY : sections.contains(DumpSection.PRE_DATA) ? Scope.EVERYTHING : Scope.DATA_ONLY;
    }

    boolean atomic() {
        return jobs == 1 && !collectErrors;
    }

    String shown() {
        return "[tables=" + tables + ", sections=" + sections + ", jobs=" + jobs + ", collectErrors=" + collectErrors
                + ", owners=" + owners + ", privileges=" + privileges + ", silence=" + silence + "]";
    }
}
