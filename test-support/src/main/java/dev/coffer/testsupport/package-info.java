/** Servers, databases and tools for the tests of this build; not published. */
@NullMarked
package dev.coffer.testsupport;

import org.jspecify.annotations.NullMarked;
