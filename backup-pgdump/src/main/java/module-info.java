/** pg_dump and pg_restore behind the same plans. */
module dev.coffer.backup.pgdump {
    requires transitive dev.coffer.backup;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.coffer.backup.pgdump;
}
