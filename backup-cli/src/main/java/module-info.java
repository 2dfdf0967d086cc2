/** Backups from a shell. */
module dev.coffer.backup.cli {
    requires com.fasterxml.jackson.core;
    requires dev.coffer.backup;
    requires dev.coffer.backup.csv;
    requires dev.coffer.backup.fixture;
    requires dev.coffer.backup.json;
    requires dev.coffer.backup.pgdump;
    requires info.picocli;
    requires static org.jspecify;

    exports dev.coffer.backup.cli;

    opens dev.coffer.backup.cli to
            info.picocli;
}
