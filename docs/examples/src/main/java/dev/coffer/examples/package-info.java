/** The quickstart and the samples that the documentation shows. */
@NullMarked
package dev.coffer.examples;

import org.jspecify.annotations.NullMarked;
