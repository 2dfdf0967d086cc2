package dev.coffer.backup.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the field of a test class that {@link RestoreBackup} restores into: a {@link dev.coffer.backup.PostgresDatabase}, a {@link
 * javax.sql.DataSource}, or a Testcontainers {@code PostgreSQLContainer}. The field may be static or not, private, inherited, or one of an
 * enclosing class of a {@code @Nested} one; something else may fill it, such as Spring.
 *
 * <p>A container needs the mark only where a class has several.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RestoreTarget {}
