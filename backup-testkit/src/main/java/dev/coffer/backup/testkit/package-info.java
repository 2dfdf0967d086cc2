/**
 * Unit tests that stand on backups: the JUnit 5 extension RestoreBackup, hand-written
 * fixtures, snapshots of a database that can be put back, recording of fixtures, and assertions about rows.
 */
@NullMarked
package dev.coffer.backup.testkit;

import org.jspecify.annotations.NullMarked;
