/** The plans, the results and the seam for formats. */
module dev.coffer.backup {
    requires transitive java.sql;
    requires hash4j;
    requires jdk.net;
    requires com.fasterxml.jackson.core;
    requires static com.github.luben.zstd_jni;
    requires org.apache.commons.compress;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.coffer.backup;
    exports dev.coffer.backup.spi;
    // The driver makes our sockets, by the name of their class.
    exports dev.coffer.backup.internal.connect to
            org.postgresql.jdbc;
}
