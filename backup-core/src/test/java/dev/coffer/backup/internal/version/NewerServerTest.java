package dev.coffer.backup.internal.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newer server reads otherwise than the older one that wrote it, or no longer. */
@NamesItsServers
class NewerServerTest {
    @TempDir
    private Path folder;

    @Test
    void aNameThatIsAKeywordSinceStaysAName() {
        try (TestDatabase source = TestServer.version(15).createDatabase();
                TestDatabase target = TestServer.version(16).createDatabase()) {
            source.execute(
                    "CREATE TABLE t (system_user text, CONSTRAINT known CHECK (system_user <> 'system_user'))",
                    "CREATE INDEX named ON t (upper(system_user))",
                    "CREATE FUNCTION whose(system_user text) RETURNS text RETURN system_user",
                    "INSERT INTO t VALUES ('me')");

            IntoOther.plan(IntoOther.backup(source, folder), target).run().requireComplete();

            assertThat(target.query("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'known'"))
                    .isEqualTo("CHECK ((\"system_user\" <> 'system_user'::text))");
            assertThat(target.query("SELECT pg_get_indexdef('named'::regclass)"))
                    .isEqualTo("CREATE INDEX named ON public.t USING btree (upper(\"system_user\"))");
            assertThat(target.query("SELECT whose('you')")).isEqualTo("you");
        }
    }

    @Test
    void aPartitionedTableIsNoLongerUnlogged() {
        try (TestDatabase source = TestServer.version(17).createDatabase();
                TestDatabase target = TestServer.version(18).createDatabase()) {
            source.execute(
                    "CREATE UNLOGGED TABLE p (id int DEFAULT length(' PARTITION BY ')) PARTITION BY RANGE (id)",
                    "CREATE UNLOGGED TABLE p1 PARTITION OF p DEFAULT",
                    "INSERT INTO p VALUES (1)");

            IntoOther.plan(IntoOther.backup(source, folder), target).run().requireComplete();

            assertThat(target.query("SELECT string_agg(concat_ws(' ', relname, relpersistence), ', ' ORDER BY relname)"
                            + " FROM pg_class WHERE relname IN ('p', 'p1')"))
                    .isEqualTo("p p, p1 u");
        }
    }

    @Test
    void aDomainSaysNotNullOnce() {
        try (TestDatabase source = TestServer.version(17).createDatabase();
                TestDatabase target = TestServer.version(18).createDatabase()) {
            source.execute("CREATE DOMAIN d AS int CONSTRAINT first NOT NULL CONSTRAINT again NOT NULL"
                    + " CONSTRAINT odd CHECK ((VALUE IS NOT NULL) AND VALUE % 2 = 1)");

            IntoOther.plan(IntoOther.backup(source, folder), target).run().requireComplete();

            assertThat(target.query(
                            "SELECT string_agg(conname || ' ' || pg_get_constraintdef(oid), ', ' ORDER BY conname)"
                                    + " FROM pg_constraint WHERE contypid = 'd'::regtype"))
                    .isEqualTo("again NOT NULL, odd CHECK (((VALUE IS NOT NULL) AND ((VALUE % 2) = 1)))");
        }
    }

    @Test
    void stopsBeforeTheFirstStatementWhereAChildIsGeneratedAndItsParentIsNot() {
        assertThat(refused(
                        15,
                        16,
                        "CREATE TABLE base (a int, b int)",
                        "CREATE TABLE parent () INHERITS (base)",
                        "CREATE TABLE child (a int, b int GENERATED ALWAYS AS (a * 2) STORED)",
                        "ALTER TABLE child INHERIT parent"))
                .endsWith(", where a child's column cannot be generated while its parent's is not:"
                        + " table public.child (column b)\n"
                        + "Hint: restore into PostgreSQL 15 or older, or choose tables without these");
    }

    @Test
    void stopsBeforeTheFirstStatementWhereAChildIsGeneratedOtherwise() {
        assertThat(refused(
                        16,
                        15,
                        "CREATE TABLE parent (a int, b int GENERATED ALWAYS AS (a + 1) STORED)",
                        "CREATE TABLE alike () INHERITS (parent)",
                        "CREATE TABLE child (b int GENERATED ALWAYS AS (a * 2) STORED) INHERITS (parent)"))
                .endsWith(", where a child's column cannot be generated otherwise than its parent's:"
                        + " table public.child (column b)\n"
                        + "Hint: restore into PostgreSQL 16 or newer, or choose tables without these");
    }

    private String refused(int from, int into, String... statements) {
        try (TestDatabase source = TestServer.version(from).createDatabase();
                TestDatabase target = TestServer.version(into).createDatabase()) {
            source.execute(statements);
            Path backup = IntoOther.backup(source, folder);

            BackupException failure = assertThrows(
                    BackupException.class, () -> IntoOther.plan(backup, target).run());

            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER);
            assertThat(failure.getMessage()).startsWith("the target is PostgreSQL " + into + ".");
            assertThat(CrossVersionTest.relations(target)).isNull();
            return failure.getMessage();
        }
    }
}
