package dev.coffer.backup.internal.schema;

import org.jspecify.annotations.Nullable;

/**
 * One right that somebody holds.
 *
 * @param grantor who gave it
 * @param grantee who holds it; null for PUBLIC
 * @param privilege such as {@code SELECT}
 * @param column the column that it is limited to, or null
 * @param grantable WITH GRANT OPTION
 */
record AccessItem(
        String grantor,
        @Nullable String grantee,
        String privilege,
        @Nullable String column,
        boolean grantable) {
    String granteeSql() {
        return grantee == null ? "PUBLIC" : Sql.quote(grantee);
    }
}
