package dev.coffer.backup.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Restores a backup or a fixture into the database of a test, before it runs.
 *
 * <pre>{@code
 * @RestoreBackup("fixtures/proteins.json")
 * class ProteinsTest {
 *     @RestoreTarget
 *     private static final PostgresDatabase DATABASE = PostgresDatabase.fromEnvironment();
 *
 *     @Test
 *     void findsProteins(Connection connection) { … }
 * }
 * }</pre>
 *
 * <p>On a class it holds for each of its tests, those of {@code @Nested} and derived classes included; on a method it
 * replaces that of the class. Tests, their {@code @BeforeEach} methods and constructors can take the database as a parameter of type {@link
 * dev.coffer.backup.PostgresDatabase}, {@link javax.sql.DataSource} or {@link java.sql.Connection}; connections are closed after
 * the test.
 *
 * <p>Everything is verified when it is read for the first time; its rows stay in memory until the JVM ends or is short of it, and are loaded in
 * one transaction each time. A backup with more than 32 MB of values is not kept: a plan reads and verifies it from disk each time. Whatever is wrong with a fixture is an error before the target is changed, or leaves it as it was.
 *
 * <p>A target that is given by a URL is loaded over one connection, kept until the class ends: who drops the database before that does so
 * {@code WITH (FORCE)}.
 *
 * <p>Classes that share a target never run at the same time: the annotation takes a JUnit resource lock for the field or resolver that
 * gives it. Classes of {@link Mode#CLONE} need none.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RestoreExtension.class)
@ResourceLock(providers = TargetLocks.class)
public @interface RestoreBackup {
    /**
     * What to restore, one after another, each by its place on the class path or, where that has nothing of the name, in the
     * file system:
     *
     * <ul>
     *   <li>the directory of a backup, or its archive ({@code .tar.gz}, {@code .tgz}, {@code .tar.zst})
     *   <li>a {@code complete_backup.json} that lies alone
     *   <li>a fixture written by hand: a {@code .json} file with rows by table
     *   <li>a folder of {@code .csv} files, one for each table, or one such file; {@code .csv.gz} too
     * </ul>
     */
    String[] value();

    /** What to do with the target. */
    Mode mode() default Mode.AUTO;

    /** How often, where the annotation stands on a class. */
    Each each() default Each.TEST;

    /** Where sequences stand afterwards. */
    Sequences sequences() default Sequences.AS_SAVED;

    /** Gives the target where no field does; by default a field is looked for. */
    Class<? extends TargetResolver> target() default TargetResolver.class;
}
