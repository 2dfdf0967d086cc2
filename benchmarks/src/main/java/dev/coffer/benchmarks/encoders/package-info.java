/** JMH: what turns rows into bytes, without server and disk. */
@NullMarked
package dev.coffer.benchmarks.encoders;

import org.jspecify.annotations.NullMarked;
