package dev.coffer.backup.testkit.internal.state;

/**
 * Where a version of a row lies and which transaction wrote it: another pair for every change (P23).
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">System Columns</a>
 */
record RowId(String ctid, String xmin) {}
