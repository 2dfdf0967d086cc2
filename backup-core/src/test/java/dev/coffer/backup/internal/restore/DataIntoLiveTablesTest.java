package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Existing;
import dev.coffer.backup.Scope;
import dev.coffer.backup.internal.connect.ConnectionSource;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows only, into tables of a database that lives: what is replaced, what is added to, and what is left alone. */
class DataIntoLiveTablesTest {
    private final TestDatabase target = TestServer.newest().createDatabase();

    @BeforeEach
    void createTarget() {
        target.execute(
                "CREATE TABLE city (id int PRIMARY KEY, name text)",
                "CREATE TABLE street (id int PRIMARY KEY, city int REFERENCES city ON DELETE CASCADE, name text)",
                "CREATE TABLE mine (id int, city int)",
                "CREATE SEQUENCE numbers",
                "CREATE SEQUENCE mine_too",
                "INSERT INTO city VALUES (1, 'old'), (9, 'only here')",
                "INSERT INTO street VALUES (70, 9, 'old')",
                "INSERT INTO mine VALUES (1, 1)",
                "SELECT setval('numbers', 900), setval('mine_too', 5)");
    }

    @AfterEach
    void dropTarget() {
        target.close();
    }

    /** Streets first: the target's own foreign keys say that cities have to be loaded before. */
    private static HandMade rows(String... cities) {
        return new HandMade()
                .rows("street", "id integer, name text, city integer", "7\tRue\t1", "8\tWeg\t2")
                .rows("city", "id integer, name text", cities)
                .sequence("numbers", 41, true);
    }

    private Restoring restoring(Existing existing, String... cities) {
        return Restoring.of(rows(cities), target).scope(Scope.DATA_ONLY).existing(existing);
    }

    private String state() {
        return target.query("SELECT concat_ws(' | ', (SELECT string_agg(concat(id, name), ',' ORDER BY id) FROM city),"
                + " (SELECT string_agg(concat(id, name, city), ',' ORDER BY id) FROM street),"
                + " (SELECT string_agg(concat(id, city), ',') FROM mine),"
                + " (SELECT last_value FROM numbers), (SELECT last_value FROM mine_too))");
    }

    @Test
    @DisplayName(
            "F29 data only × truncate empties the tables of the plan, loads, moves sequences, and leaves the rest alone")
    void truncateReplacesRows() {
        assertThat(restoring(Existing.TRUNCATE, "1\tParis", "2\tRome").run().rows())
                .isEqualTo(4);

        assertThat(state()).isEqualTo("1Paris,2Rome | 7Rue1,8Weg2 | 11 | 41 | 5");
    }

    @Test
    @DisplayName("F29 data only × append adds rows, and leaves the rest alone")
    void appendAddsRows() {
        target.execute("SELECT setval('numbers', 12)");

        assertThat(restoring(Existing.APPEND, "2\tRome", "3\tOslo").run().rows())
                .isEqualTo(4);

        assertThat(state()).isEqualTo("1old,2Rome,3Oslo,9only here | 7Rue1,8Weg2,70old9 | 11 | 41 | 5");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATE", "APPEND"})
    @DisplayName("a restore that fails at its last table leaves every row and every sequence as it was")
    void leavesEverythingWhenTheLastTableFails(Existing existing) {
        String before = state();
        // The last table is the one of the streets, which refer to a city 2 that does not come.
        BackupException failure = restoring(existing, "3\tOslo").fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.DATA_REFUSED);
        assertThat(state()).isEqualTo(before);
        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("901");
    }

    @Test
    @DisplayName("P10 rows of a table outside of the plan are never removed through ON DELETE CASCADE")
    void refusesToEmptyWhatOthersReferTo() {
        String before = state();
        HandMade citiesOnly = new HandMade().rows("city", "id integer, name text", "1\tParis", "9\tBern");

        BackupException failure = Restoring.of(citiesOnly, target)
                .scope(Scope.DATA_ONLY)
                .existing(Existing.TRUNCATE)
                .fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_NOT_EMPTY);
        assertThat(failure)
                .hasMessage("rows of tables outside of the plan refer to tables that would be emptied:"
                        + " foreign key street_city_fkey of table public.street to public.city\n"
                        + "Hint: restore those tables as well, empty them first, or choose existing(Existing.UPSERT), which"
                        + " removes nothing");
        assertThat(state()).isEqualTo(before);

        target.execute("DELETE FROM street");
        assertThat(Restoring.of(citiesOnly, target)
                        .scope(Scope.DATA_ONLY)
                        .existing(Existing.TRUNCATE)
                        .run()
                        .rows())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("P24 big tables are emptied by TRUNCATE together with what refers to them")
    void truncatesBigTables() {
        target.execute(
                "INSERT INTO city SELECT i, repeat('x', 200) FROM generate_series(10, 9000) i",
                "ANALYZE city",
                "CREATE TABLE fired (by text)",
                "CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO fired VALUES (TG_OP); RETURN NULL; END'",
                "CREATE TRIGGER emptied AFTER TRUNCATE OR DELETE ON city FOR EACH STATEMENT EXECUTE FUNCTION fire()");
        String file = target.query("SELECT pg_relation_filenode('street')");

        assertThat(restoring(Existing.TRUNCATE, "1\tParis", "2\tRome").run().rows())
                .isEqualTo(4);

        assertThat(state()).isEqualTo("1Paris,2Rome | 7Rue1,8Weg2 | 11 | 41 | 5");
        assertThat(target.query("SELECT pg_relation_filenode('street')")).isNotEqualTo(file);
        assertThat(target.query("SELECT count(*) FROM fired")).isEqualTo("0");
    }

    @Test
    void truncatesWhatADeleteRuleKeeps() {
        target.execute("CREATE RULE keep AS ON DELETE TO street DO INSTEAD NOTHING");

        assertThat(restoring(Existing.TRUNCATE, "1\tParis", "2\tRome").run().rows())
                .isEqualTo(4);

        assertThat(state()).isEqualTo("1Paris,2Rome | 7Rue1,8Weg2 | 11 | 41 | 5");
    }

    @Test
    void emptiesTablesThatReferToEachOther() {
        target.execute(
                "ALTER TABLE city ADD mayor int",
                "ALTER TABLE city ADD CONSTRAINT lives FOREIGN KEY (mayor) REFERENCES street ON DELETE RESTRICT",
                "UPDATE city SET mayor = 70 WHERE id = 1");
        HandMade backup = new HandMade()
                .rows("city", "id integer, name text, mayor integer", "1\tParis\t7", "2\tRome\t\\N")
                .rows("street", "id integer, city integer, name text", "7\t2\tRue");

        assertThat(Restoring.of(backup, target)
                        .scope(Scope.DATA_ONLY)
                        .existing(Existing.TRUNCATE)
                        .run()
                        .rows())
                .isEqualTo(3);

        assertThat(target.query("SELECT string_agg(conname || condeferrable, ',' ORDER BY conname) FROM pg_constraint"
                        + " WHERE contype = 'f'"))
                .isEqualTo("livesfalse,street_city_fkeyfalse");
    }

    @Test
    void doesNotEmptyTablesThatInherit() {
        target.execute(
                "CREATE TABLE base (id int)",
                "CREATE TABLE derived () INHERITS (base)",
                "INSERT INTO base VALUES (1)",
                "INSERT INTO derived VALUES (2)");

        assertThat(Restoring.of(new HandMade().rows("base", "id integer", "5"), target)
                        .scope(Scope.DATA_ONLY)
                        .existing(Existing.TRUNCATE)
                        .run()
                        .rows())
                .isEqualTo(1);

        assertThat(target.query("SELECT string_agg(id::text, ',' ORDER BY id) FROM base"))
                .isEqualTo("2,5");
    }

    @Test
    void namesTheRightToEmptyThatTheRoleLacks() {
        String role = "r" + target.name();
        target.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'x'",
                "GRANT SELECT, INSERT ON city, street TO " + role,
                "GRANT SELECT, UPDATE ON SEQUENCE numbers TO " + role);
        try {
            Restoring asRole = new Restoring(rows("2\tRome"), ConnectionSource.ofUrl(target.uri(role, "x")))
                    .scope(Scope.DATA_ONLY);
            assertThat(asRole.existing(Existing.TRUNCATE).fail())
                    .hasMessage("the role " + role + " may not empty a table of the target (table public.city)\n"
                            + "Hint: connect as the table's owner, or run as its owner: GRANT DELETE ON"
                            + " \"public\".\"city\" TO \"" + role + "\"");
            assertThat(asRole.existing(Existing.APPEND).run().rows()).isEqualTo(3);
        } finally {
            target.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        }
    }

    @Test
    @DisplayName("F21 a column that the backup does not hold must have a default or take NULL")
    void namesColumnsThatNobodyFills() {
        target.execute(
                "ALTER TABLE mine ADD code text NOT NULL DEFAULT ''",
                "ALTER TABLE mine ALTER code DROP DEFAULT",
                "ALTER TABLE city ADD code text NOT NULL DEFAULT 'x'");
        HandMade backup =
                new HandMade().rows("mine", "id integer", "1").rows("city", "id integer, name text", "5\tBonn");

        BackupException failure = Restoring.of(backup, target)
                .scope(Scope.DATA_ONLY)
                .existing(Existing.APPEND)
                .fail();

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_MISMATCH);
        assertThat(failure)
                .hasMessage(
                        "the target does not fit the backup: table public.mine requires column code, which the backup does"
                                + " not hold\n"
                                + "Hint: restore the schema first with scope(Scope.SCHEMA_ONLY), or everything into an empty database");
    }
}
