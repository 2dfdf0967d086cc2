package dev.coffer.backup.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.spi.Column;
import dev.coffer.backup.spi.TableData;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeObjectsTest {
    static final List<Column> COLUMNS = List.of(
            new Column("number", "oid", 26), new Column("offset", "bigint", 20), new Column("bytes", "bytea", 17));

    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private static HandMade objects() {
        String big = "ab".repeat(262_144);
        String lines = "700\t0\t\\\\x\n"
                + "701\t0\t\\\\x" + big + "\n"
                + "701\t262144\t\\\\x" + big + "\n"
                + "701\t524288\t\\\\x00ff\n"
                + "4294967290\t0\t\\\\x01\n";
        return new HandMade()
                .table("t", "id oid", "701")
                .rows(TableData.LARGE_OBJECTS_NAME, TableData.Kind.LARGE_OBJECTS, COLUMNS, lines.getBytes(UTF_8));
    }

    @Test
    void bringsThemBackWithTheirNumbers() {
        assertThat(Restoring.of(objects(), target).run().rows()).isEqualTo(1);

        assertThat(target.query("SELECT string_agg(oid || ':' || length(lo_get(oid)), ' ' ORDER BY oid)"
                        + " FROM pg_largeobject_metadata"))
                .isEqualTo("700:0 701:524290 4294967290:1");
        assertThat(target.query("SELECT encode(substr(lo_get(701), 524287, 4), 'hex')"))
                .isEqualTo("abab00ff");
    }

    @Test
    void refusesANumberThatIsTaken() {
        target.execute("SELECT lo_from_bytea(701, 'mine')");

        BackupException failure = Restoring.of(objects(), target).fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.LARGE_OBJECT_EXISTS);
        assertThat(failure)
                .hasMessage("the target holds a large object with a number of the backup\n"
                        + "Hint: tables refer to large objects by number, so the numbers must be free: restore into an empty"
                        + " database");
        assertThat(target.query("SELECT convert_from(lo_get(701), 'UTF8') || count(*) FROM pg_largeobject_metadata"))
                .isEqualTo("mine1");
        assertThat(target.query("SELECT to_regclass('public.t')")).isNull();
    }

    @Test
    void replacesThoseWithTheSameNumberOrLeavesThem() {
        target.execute(
                "SELECT lo_from_bytea(701, 'mine'), lo_from_bytea(9, 'kept')", "CREATE TABLE t (id oid PRIMARY KEY)");

        assertThat(Restoring.of(objects(), target).existing(Existing.SKIP).run().rows())
                .isEqualTo(1);
        assertThat(lengths()).isEqualTo("9:4 700:0 701:4 4294967290:1");

        assertThat(Restoring.of(objects(), target)
                        .existing(Existing.TRUNCATE)
                        .run()
                        .rows())
                .isEqualTo(1);
        assertThat(lengths()).isEqualTo("9:4 700:0 701:524290 4294967290:1");
    }

    private String lengths() {
        return target.query("SELECT string_agg(oid || ':' || length(lo_get(oid)), ' ' ORDER BY oid)"
                + " FROM pg_largeobject_metadata");
    }
}
