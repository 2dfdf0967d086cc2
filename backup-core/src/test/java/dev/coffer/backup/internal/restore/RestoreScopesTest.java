package dev.coffer.backup.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Completeness;
import dev.coffer.backup.Progress;
import dev.coffer.backup.RestoreReport;
import dev.coffer.backup.Scope;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreScopesTest {
    private final TestDatabase target = TestServer.newest().createDatabase();

    @AfterEach
    void dropTarget() {
        target.close();
    }

    static HandMade shop() {
        return new HandMade()
                .pre("sequence", "numbers", "CREATE SEQUENCE public.numbers")
                .table("city", "id integer, name text", "1\tParis", "2\tO'Neill\\\\ville", "3\t\\N")
                .pre(
                        "table",
                        "street",
                        "CREATE TABLE public.street (id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.street_ids),"
                                + " city integer, name text, shout text GENERATED ALWAYS AS (upper(name)) STORED)")
                .rows("street", "id integer, city integer, name text", "7\t1\tRue de l'Ours", "8\t2\ttab\\there")
                .post("primary key", "public.city city_pkey", "city", "ALTER TABLE public.city ADD PRIMARY KEY (id)")
                .post(
                        "foreign key",
                        "public.street street_city_fkey",
                        "street",
                        "ALTER TABLE public.street ADD FOREIGN KEY (city) REFERENCES public.city")
                .sequence("numbers", 41, true)
                .sequence("street_ids", 8, true);
    }

    @Test
    void restoresEverything() {
        Restoring restoring = Restoring.of(shop(), target);

        RestoreReport report = restoring.run();

        assertThat(report.tables())
                .containsExactly(
                        new RestoreReport.Table(new TableName("public", "city"), 3),
                        new RestoreReport.Table(new TableName("public", "street"), 2));
        assertThat(report.entries()).isEqualTo(5);
        assertThat(report.sequences()).isEqualTo(2);
        assertThat(report.transactions()).isEqualTo(1);
        assertThat(report.proof()).isEqualTo("made by hand");
        assertThat(report.completeness()).isEqualTo(Completeness.COMPLETE);
        assertThat(report.warnings()).isEmpty();
        assertThat(target.query("SELECT string_agg(id || '=' || coalesce(name, 'NULL'), ',' ORDER BY id) FROM city"))
                .isEqualTo("1=Paris,2=O'Neill\\ville,3=NULL");
        assertThat(target.query("SELECT string_agg(id || shout, ',' ORDER BY id) FROM street"))
                .isEqualTo("7RUE DE L'OURS,8TAB\tHERE");
        assertThat(restoring.progress)
                .extracting(Progress::phase)
                .containsSubsequence(
                        Progress.Phase.PREFLIGHT,
                        Progress.Phase.PRE_DATA,
                        Progress.Phase.ROWS,
                        Progress.Phase.POST_DATA,
                        Progress.Phase.COMMIT,
                        Progress.Phase.ANALYZE);
    }

    @Test
    @DisplayName("F27 sequences and identities continue where they were")
    void continuesSequences() {
        assertThat(Restoring.of(shop(), target).run().sequences()).isEqualTo(2);

        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("42");
        assertThat(target.query("INSERT INTO street (city, name) VALUES (1, 'new') RETURNING id"))
                .isEqualTo("9");
    }

    @Test
    @DisplayName("F27 sequences continue after a restore of data only")
    void continuesSequencesAfterDataOnly() {
        assertThat(Restoring.of(shop(), target).scope(Scope.SCHEMA_ONLY).run().sequences())
                .isZero();

        RestoreReport report =
                Restoring.of(shop(), target).scope(Scope.DATA_ONLY).run();

        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.entries()).isZero();
        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("42");
        assertThat(target.query("INSERT INTO street (city, name) VALUES (1, 'new') RETURNING id"))
                .isEqualTo("9");
    }

    @Test
    void restoresSchemaOnlyWithoutRowsAndWithSequencesAtTheirBeginning() {
        RestoreReport report =
                Restoring.of(shop(), target).scope(Scope.SCHEMA_ONLY).run();

        assertThat(report.tables()).isEmpty();
        assertThat(report.entries()).isEqualTo(5);
        assertThat(target.query("SELECT count(*) FROM city")).isEqualTo("0");
        assertThat(target.query("SELECT nextval('numbers')")).isEqualTo("1");
    }

    @Test
    void matchesColumnsByNameWhenTheTargetHasThemInAnotherOrder() {
        target.execute(
                "CREATE TABLE city (note text DEFAULT 'mine', name text, id integer)",
                "CREATE TABLE street (name text, city integer, id integer)",
                "CREATE SEQUENCE numbers",
                "CREATE SEQUENCE street_ids");

        assertThat(Restoring.of(shop(), target).scope(Scope.DATA_ONLY).run().rows())
                .isEqualTo(5);

        assertThat(target.query("SELECT note || id || name FROM city WHERE id = 1"))
                .isEqualTo("mine1Paris");
    }

    @NamesItsServers
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void restoresIntoEveryServerVersion(int version) {
        try (TestDatabase old = TestServer.version(version).createDatabase();
                TestDatabase again = TestServer.version(version).createDatabase()) {
            assertThat(Restoring.of(shop(), old).run().rows()).isEqualTo(5);
            assertThat(old.query("SELECT nextval('numbers')")).isEqualTo("42");

            assertThat(Restoring.of(shop(), again)
                            .scope(Scope.SCHEMA_ONLY)
                            .run()
                            .rows())
                    .isZero();
            assertThat(Restoring.of(shop(), again).scope(Scope.DATA_ONLY).run().rows())
                    .isEqualTo(5);
            String name = again.name() + "_new";
            assertThat(Restoring.of(shop(), again).newDatabase(name).run().rows())
                    .isEqualTo(5);
            again.server().administer("DROP DATABASE " + name);
        }
    }

    @Test
    void leavesOtherObjectsOfTheTargetAlone() {
        target.execute("CREATE TABLE mine (id int)", "INSERT INTO mine VALUES (1)");

        assertThat(Restoring.of(shop(), target).run().rows()).isEqualTo(5);

        assertThat(target.query("SELECT id FROM mine")).isEqualTo("1");
    }
}
