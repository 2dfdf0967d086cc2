/** CSV files as a format of backups. */
module dev.coffer.backup.csv {
    requires transitive dev.coffer.backup;
    requires org.apache.commons.csv;
    requires static org.jspecify;

    exports dev.coffer.backup.csv;
}
