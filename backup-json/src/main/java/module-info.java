/** One JSON document as a format of backups. */
module dev.coffer.backup.json {
    requires transitive dev.coffer.backup;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;

    exports dev.coffer.backup.json;
}
