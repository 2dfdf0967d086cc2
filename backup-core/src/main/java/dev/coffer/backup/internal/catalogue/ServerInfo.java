package dev.coffer.backup.internal.catalogue;

import org.jspecify.annotations.Nullable;

/**
 * The server and the database that a catalogue was read from.
 *
 * @param version {@code server_version}, such as {@code 15.19}
 * @param versionNumber {@code server_version_num}, such as 150019
 * @param database the database's name
 * @param databaseId {@code system_identifier} of the cluster where the role may read it, and the database's OID: the
 *     identity that groups backups of one database
 * @param encoding the server's encoding, such as {@code UTF8}
 * @param localeProvider {@code libc}, {@code icu} or {@code builtin}
 * @param collate LC_COLLATE
 * @param ctype LC_CTYPE
 * @param locale the ICU or builtin locale, or null
 * @param collationVersion the version of the default collation, or null
 * @param databaseBytes {@code pg_database_size}
 */
public record ServerInfo(
        String version,
        int versionNumber,
        String database,
        String databaseId,
        String encoding,
        String localeProvider,
        String collate,
        String ctype,
        @Nullable String locale,
        @Nullable String collationVersion,
        long databaseBytes) {}
