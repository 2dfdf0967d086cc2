package dev.coffer.backup.testkit;

import static dev.coffer.backup.testkit.BackupAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.PostgresDatabase;
import dev.coffer.testsupport.TestDatabase;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The annotation on a superclass, on another annotation, and with several fixtures; every test leaves rows that the next must not find. */
class InheritanceTest {
    private static TestDatabase own = Schema.create();

    @AfterAll
    static void drop() {
        own.close();
    }

    /** Says for all of its kind what is restored, and where. */
    @RestoreBackup("fixtures/proteins.json")
    abstract static class Base {
        @RestoreTarget
        protected final PostgresDatabase database = PostgresDatabase.of(own.uri());

        @AfterEach
        void leaveRows() {
            own.execute("INSERT INTO organisms VALUES (77, 'left behind')");
        }

        @Test
        void isRestoredInTestsOfTheSuperclass() {
            assertThat(database).table("organisms").hasRows(1);
        }
    }

    @Nested
    class Derived extends Base {
        @Test
        void isRestored(PostgresDatabase given) {
            assertThat(database).table("organisms").hasRows(1);
            assertThat(given).hasToString(database.toString());
        }

        @Test
        @RestoreBackup("fixtures/empty.json")
        void isReplacedOnAMethod() {
            assertThat(database).table("organisms").isEmpty();
        }

        @Nested
        class AndNested {
            @Test
            void isRestored() {
                assertThat(database).table("organisms").hasRows(1);
            }
        }
    }

    @Nested
    @RestoreBackup("fixtures/empty.json")
    class DerivedWithItsOwn extends Base {
        @Override
        @Test
        void isRestoredInTestsOfTheSuperclass() {
            assertThat(database).table("organisms").isEmpty();
        }
    }

    /** What a project calls its usual fixture. */
    @Retention(RetentionPolicy.RUNTIME)
    @RestoreBackup("fixtures/proteins.json")
    @interface Proteins {}

    @Nested
    @Proteins
    class Composed {
        @RestoreTarget
        private final PostgresDatabase database = PostgresDatabase.of(own.uri());

        @Test
        void isRestored() {
            assertThat(database).table("organisms").hasRows(1);
        }

        @Nested
        @RestoreBackup("fixtures/empty.json")
        class Other {
            @Test
            void isReplaced() {
                assertThat(database).table("organisms").isEmpty();
            }

            @Test
            @Proteins
            void isReplacedOnAMethod() {
                assertThat(database).table("organisms").hasRows(1);
            }
        }
    }

    @Nested
    @RestoreBackup({"fixtures/proteins.json", "fixtures/empty.json"})
    class Several {
        @RestoreTarget
        private final PostgresDatabase database = PostgresDatabase.of(own.uri());

        @Test
        void areRestoredOneAfterAnother() {
            assertThat(database).table("organisms").isEmpty();
        }
    }

    @Nested
    @RestoreBackup(value = "fixtures/proteins.json", each = Each.CLASS)
    class OnceForAClass {
        @RestoreTarget
        private static final PostgresDatabase DATABASE = PostgresDatabase.of(own.uri());

        private static int seen;

        @BeforeAll
        static void begin() {
            seen = 0;
        }

        @Test
        void a() {
            countAndAdd();
        }

        @Test
        void b() {
            countAndAdd();
        }

        private void countAndAdd() {
            assertThat(DATABASE).table("organisms").hasRows(1L + seen);
            seen++;
            own.execute("INSERT INTO organisms VALUES (" + (100 + seen) + ", 'of the class')");
        }
    }
}
