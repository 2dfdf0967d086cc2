/** Compressing on several threads, and reading what was compressed without trusting it. */
@NullMarked
package dev.coffer.backup.internal.compression;

import org.jspecify.annotations.NullMarked;
