package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each cell of scope × existing fails as late as it can, and leaves every object, row, trigger state and sequence as it was. */
class ExistingFailuresTest {
    /** Makes the last table refuse a row of the backup as soon as it is created. */
    private static final String[] NO_VIA = {
        "CREATE FUNCTION public.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF EXISTS (SELECT FROM pg_catalog.pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE'"
                + " AND object_identity = 'public.street') THEN"
                + " ALTER TABLE public.street ADD CONSTRAINT no_via CHECK (name <> 'Via') NOT VALID; END IF; END $$",
        "CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.guard()"
    };

    /** Refuses what is created last of all. */
    private static final String[] NO_TRIGGER = {
        "CREATE FUNCTION public.guard() RETURNS event_trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no triggers here'; END $$",
        "CREATE EVENT TRIGGER guard ON ddl_command_end WHEN TAG IN ('CREATE TRIGGER') EXECUTE FUNCTION public.guard()"
    };

    private static final String[] NONE_OF_THE_BACKUP = {
        "DROP MATERIALIZED VIEW totals",
        "DROP VIEW streets",
        "DROP TABLE street, city",
        "DROP SEQUENCE numbers",
        "DROP FUNCTION shout, spoil",
        "DROP TYPE mood"
    };

    @TempDir
    static Path folder;

    private static Backup backup;
    private TestDatabase target;

    @BeforeAll
    static void backUp() {
        backup = LiveTown.backUp(folder);
    }

    @BeforeEach
    void createTarget() {
        target = LiveTown.later(backup);
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    private BackupException failsAndLeavesEverything(Scope scope, Existing existing) {
        String before = LiveTown.everything(target);
        RestorePlan plan = LiveTown.plan(backup, target, scope, existing).build();

        BackupException failure = assertThrows(BackupException.class, plan::run);

        assertThat(LiveTown.everything(target)).isEqualTo(before);
        return failure;
    }

    private static void assertLastTable(BackupException failure) {
        assertThat(failure.code()).as(failure.toString()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(failure.where().table()).isEqualTo(new TableName("public", "street"));
    }

    /** The last table has a rule of its own that the rows of the backup break. */
    @ParameterizedTest
    @CsvSource({
        "EVERYTHING, TRUNCATE",
        "EVERYTHING, APPEND",
        "EVERYTHING, UPSERT",
        "EVERYTHING, SKIP",
        "DATA_ONLY, TRUNCATE",
        "DATA_ONLY, APPEND",
        "DATA_ONLY, UPSERT",
        "DATA_ONLY, SKIP"
    })
    void whereTheLastTableStays(Scope scope, Existing existing) {
        target.execute(
                "ALTER TABLE street ADD CONSTRAINT no_via CHECK (name <> 'Via') NOT VALID",
                "DELETE FROM street WHERE id < 3",
                "DELETE FROM city WHERE id < 3");

        assertLastTable(failsAndLeavesEverything(scope, existing));
    }

    @ParameterizedTest
    @CsvSource({"EVERYTHING, CLEAN", "EVERYTHING, REFUSE"})
    void whereTheLastTableIsCreated(Scope scope, Existing existing) {
        if (existing == Existing.REFUSE) {
            target.execute(NONE_OF_THE_BACKUP);
        }
        target.execute(NO_VIA);

        assertLastTable(failsAndLeavesEverything(scope, existing));
    }

    @ParameterizedTest
    @CsvSource({"DATA_ONLY, REFUSE"})
    void whereTheTablesAreEmpty(Scope scope, Existing existing) {
        target.execute("TRUNCATE street, city", "ALTER TABLE street ADD CONSTRAINT no_via CHECK (name <> 'Via')");

        assertLastTable(failsAndLeavesEverything(scope, existing));
    }

    /** Every row is loaded by then, where rows are wanted. */
    @ParameterizedTest
    @CsvSource({
        "EVERYTHING, CLEAN",
        "EVERYTHING, REFUSE",
        "EVERYTHING, TRUNCATE",
        "EVERYTHING, APPEND",
        "EVERYTHING, UPSERT",
        "EVERYTHING, SKIP",
        "SCHEMA_ONLY, CLEAN",
        "SCHEMA_ONLY, REFUSE",
        "SCHEMA_ONLY, SKIP"
    })
    void whereTheLastObjectIsRefused(Scope scope, Existing existing) {
        switch (existing) {
            case REFUSE -> target.execute(NONE_OF_THE_BACKUP);
            case CLEAN -> {}
            default ->
                target.execute(
                        "DROP TRIGGER spoil ON street",
                        "DELETE FROM street WHERE id < 3",
                        "DELETE FROM city WHERE id < 3");
        }
        target.execute(NO_TRIGGER);

        BackupException failure = failsAndLeavesEverything(scope, existing);

        assertThat(failure.getMessage()).contains("CREATE TRIGGER spoil", "(trigger public.street spoil)");
    }
}
