package dev.coffer.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.TableName;
import dev.coffer.testsupport.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseStateTest {
    private static final String CONTENT =
            "SELECT string_agg(s, E'\\n') FROM (SELECT (SELECT string_agg(o::text, ';' ORDER BY id) FROM organisms o)"
                    + " UNION ALL SELECT (SELECT string_agg(p::text, ';' ORDER BY id) FROM proteins p)"
                    + " UNION ALL SELECT (SELECT string_agg(i::text, ';' ORDER BY a, b) FROM interactions i)"
                    + " UNION ALL SELECT (SELECT last_value || ' ' || is_called FROM proteins_id_seq)) t (s)";

    private TestDatabase database;
    private DatabaseState state;
    private String before;

    @BeforeEach
    void take() {
        database = Schema.create();
        database.execute(
                "INSERT INTO organisms VALUES (1, 'one'), (2, 'two')",
                "INSERT INTO proteins (accession, organism_id, tags) VALUES ('A', 1, '{x,NULL,\"y z\"}'), ('B', 1, NULL), ('C', 2, '{}')",
                "INSERT INTO interactions VALUES (1, 2, 0.1), (2, 3, 'NaN')");
        state = DatabaseState.take(PostgresDatabase.of(database.uri()));
        before = database.query(CONTENT);
    }

    @AfterEach
    void drop() {
        state.close();
        database.close();
    }

    private Set<String> reset() {
        return state.reset().stream().map(TableName::name).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE proteins SET mass = 3 WHERE id = 2 | proteins",
                "UPDATE organisms SET name = 'other' WHERE id = 1 | organisms",
                "DELETE FROM interactions | interactions",
                "TRUNCATE interactions | interactions",
                "TRUNCATE organisms, proteins, interactions RESTART IDENTITY | organisms proteins interactions proteins_id_seq",
                "DELETE FROM interactions WHERE a = 1; INSERT INTO interactions VALUES (1, 2, 0.1) | interactions",
                "DELETE FROM interactions WHERE a = 1; INSERT INTO interactions VALUES (3, 1, 0.7) | interactions",
                "INSERT INTO organisms VALUES (3, 'three') | organisms",
                "SELECT nextval('proteins_id_seq') | proteins_id_seq",
                "SELECT setval('proteins_id_seq', 3, false) | proteins_id_seq",
                "UPDATE proteins SET organism_id = 3 - organism_id; DELETE FROM interactions | proteins interactions",
                "UPDATE proteins SET accession = concat(accession, 'x') | proteins",
                "BEGIN; UPDATE proteins SET accession = 'tmp' WHERE id = 1; UPDATE proteins SET accession = 'A' WHERE id = 2;"
                        + " UPDATE proteins SET accession = 'B' WHERE id = 1; COMMIT | proteins",
                "INSERT INTO organisms VALUES (9, 'nine'); UPDATE proteins SET organism_id = 9; DELETE FROM organisms WHERE id = 2 |"
                        + " organisms proteins",
                "SELECT 1 | ''",
                "VACUUM | ''",
                "BEGIN; DELETE FROM interactions; ROLLBACK | ''",
                "SELECT * FROM proteins FOR UPDATE | ''",
            })
    void putsBackWhatChangedAndNothingElse(String change, String changed) {
        database.execute(change.split(";"));

        assertThat(reset()).isEqualTo(changed.isEmpty() ? Set.of() : Set.of(changed.split(" ")));
        assertThat(database.query(CONTENT)).isEqualTo(before);
        assertThat(state.reset()).isEmpty();
    }

    @Test
    void doesNotTouchRowsThatDidNotChange() {
        String rows = "SELECT string_agg(xmin::text, ' ' ORDER BY id) FROM proteins WHERE id <> 2";
        String untouched = database.query(rows);
        database.execute("UPDATE proteins SET mass = 3 WHERE id = 2");

        reset();

        assertThat(database.query(rows)).isEqualTo(untouched);
    }

    @Test
    void seesWhatAnotherConnectionHasJustCommitted() throws SQLException {
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            for (int i = 0; i < 50; i++) {
                statement.execute("UPDATE proteins SET mass = " + (i + 1) + " WHERE id = 1");
                other.commit();
                assertThat(reset()).containsExactly("proteins");
                assertThat(database.query("SELECT mass FROM proteins WHERE id = 1"))
                        .isNull();
            }
        }
    }

    @Test
    void doesNotFireTriggers() {
        database.execute(
                "CREATE TABLE log (t text)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log VALUES (TG_OP);"
                        + " RETURN NEW; END $$",
                "CREATE TRIGGER noting AFTER INSERT OR UPDATE OR DELETE ON interactions FOR EACH ROW EXECUTE FUNCTION note()");
        try (DatabaseState withTrigger = DatabaseState.take(database.dataSource())) {
            database.execute("DELETE FROM interactions");
            assertThat(database.query("SELECT count(*) FROM log")).isEqualTo("2");

            withTrigger.reset();

            assertThat(database.query("SELECT count(*) FROM log")).isEqualTo("0");
            assertThat(database.query(CONTENT)).isEqualTo(before);
            assertThat(database.query("SELECT tgenabled FROM pg_trigger WHERE tgname = 'noting'"))
                    .isEqualTo("O");
        }
    }

    @Test
    void putsBackPartitionsAndTablesWithoutKeyOrColumns() {
        database.execute(
                "CREATE TABLE m (day date, v int) PARTITION BY RANGE (day)",
                "CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "INSERT INTO m VALUES ('2026-01-02', 1), ('2026-01-02', 1), ('2026-01-03', 2)",
                "CREATE TABLE nothing ()",
                "INSERT INTO nothing DEFAULT VALUES");
        try (DatabaseState all = DatabaseState.take(PostgresDatabase.of(database.uri()))) {
            database.execute("UPDATE m SET v = v + 1", "DELETE FROM nothing");

            assertThat(all.reset()).extracting(TableName::name).containsExactlyInAnyOrder("m1", "nothing");
            assertThat(database.query("SELECT string_agg(v::text, ' ' ORDER BY v) FROM m"))
                    .isEqualTo("1 1 2");
            assertThat(database.query("SELECT count(*) FROM nothing")).isEqualTo("1");
        }
    }

    @Test
    void saysWhenTheSchemaHasChanged() {
        database.execute("DROP TABLE interactions");

        assertThatThrownBy(() -> state.reset())
                .isInstanceOf(BackupException.class)
                .hasMessage("""
                the tables are not those of which the state was taken
                Hint: take the state after the last change of the schema; a test that changes it wants a clone of its own: @RestoreBackup with mode = Mode.CLONE""");
    }

    @Test
    void refusesASchemaWithoutTables() {
        assertThatThrownBy(() -> DatabaseState.take(database.dataSource(), "none"))
                .hasMessage("""
                there are no tables in the schema none
                Hint: create them before the state is taken""");
    }

    @Test
    void workersWithASchemaEachDoNotDisturbEachOther() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                String schema = "w" + worker;
                database.execute(
                        "CREATE SCHEMA " + schema,
                        "CREATE TABLE " + schema + ".t (id serial PRIMARY KEY, v text)",
                        "INSERT INTO " + schema + ".t (v) VALUES ('a'), ('b')");
                tasks.add(() -> {
                    work(schema);
                    return null;
                });
            }
            for (Future<Void> done : workers.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            workers.shutdown();
        }
    }

    private void work(String schema) {
        try (DatabaseState own = DatabaseState.take(PostgresDatabase.of(database.uri()), schema)) {
            for (int i = 0; i < 20; i++) {
                database.execute(
                        "INSERT INTO " + schema + ".t (v) VALUES ('c')",
                        "UPDATE " + schema + ".t SET v = 'x' WHERE id = 1");
                assertThat(own.reset())
                        .extracting(TableName::toString)
                        .containsExactly(schema + ".t", schema + ".t_id_seq");
                assertThat(database.query("SELECT string_agg(id || v, ' ' ORDER BY id) FROM " + schema + ".t"))
                        .isEqualTo("1a 2b");
            }
        }
    }
}
