/**
 * Logical backups of a PostgreSQL database, and their way back.
 *
 * <p>Start at {@link dev.coffer.backup.BackupPlan} to take a backup, at {@link dev.coffer.backup.RestorePlan} to bring
 * one back, and at {@link dev.coffer.backup.Backup} to look at one that lies on disk. Every failure is a {@link
 * dev.coffer.backup.BackupException} with a stable code and, where there is something to do about it, a hint.
 */
@NullMarked
package dev.coffer.backup;

import org.jspecify.annotations.NullMarked;
