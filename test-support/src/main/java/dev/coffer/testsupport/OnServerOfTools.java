package dev.coffer.testsupport;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test that takes {@link TestServer#ofTools()}. Where {@code COFFER_SERVER} is newer than this machine's pg_dump, and where it is the
 * version that pg_dump has, the run without {@code COFFER_SERVER} has done the same already.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("server-of-tools")
public @interface OnServerOfTools {}
