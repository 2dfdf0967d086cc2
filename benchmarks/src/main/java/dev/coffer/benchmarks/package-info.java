/** Measures the library side by side with the tools that users have today. */
@NullMarked
package dev.coffer.benchmarks;

import org.jspecify.annotations.NullMarked;
