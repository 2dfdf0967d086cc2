package dev.coffer.backup.pgdump;

import dev.coffer.backup.spi.LibpqConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of an exporter, checked. */
record DumpSettings(
        @Nullable Path tools,
        @Nullable LibpqConnection connection,
        DumpLayout layout,
        DumpContents contents,
        Set<DumpSection> sections,
        DumpCompression compression,
        int jobs,
        boolean inserts,
        boolean dataSql,
        boolean noOwner,
        boolean noPrivileges,
        boolean wholeTables,
        Duration silence) {
    static final String CUSTOM_FILE = "complete_backup.dump";
    static final String DIRECTORY = "complete_backup.dir";
    static final String PLAIN_FILE = "complete_backup.sql";
    static final String DATA_FILE = "data.sql";

    /** Whether the dump holds rows. */
    boolean rows() {
        return contents != DumpContents.SCHEMA_ONLY && holds(DumpSection.DATA);
    }

    /** Whether the dump holds tables. */
    boolean tables() {
        return contents != DumpContents.DATA_ONLY && holds(DumpSection.PRE_DATA);
    }

    private boolean holds(DumpSection section) {
        return sections.isEmpty() || sections.contains(section);
    }

    String shown() {
        return "[layout=" + layout + ", contents=" + contents + ", sections=" + sections + ", compression="
                + compression + ", jobs=" + jobs
                + ", inserts="
                + inserts + ", dataSql=" + dataSql + ", noOwner=" + noOwner + ", noPrivileges=" + noPrivileges
                + ", wholeTables=" + wholeTables + ", silence=" + silence + "]";
    }
}
