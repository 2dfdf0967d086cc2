package dev.coffer.testsupport;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that says itself which servers it takes: {@code COFFER_SERVER} changes nothing for it, so it is left out where the rest of
 * the suite runs on another version.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("names-its-servers")
public @interface NamesItsServers {}
