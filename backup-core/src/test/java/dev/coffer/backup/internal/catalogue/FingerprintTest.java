package dev.coffer.backup.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One database, changed by one test at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class FingerprintTest {
    private TestDatabase database;

    @BeforeAll
    void createDatabase() {
        database = TestServer.newest().createDatabase();
        database.execute(
                "CREATE TABLE t (id int PRIMARY KEY, a text DEFAULT 'x', CHECK (id > 0))",
                "CREATE TABLE u (id int REFERENCES t)",
                "CREATE TABLE p (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9)",
                "CREATE TABLE single (id int)",
                "CREATE SEQUENCE s",
                "CREATE VIEW v AS SELECT id FROM t",
                "CREATE MATERIALIZED VIEW m AS SELECT id FROM t",
                "CREATE TYPE e AS ENUM ('a')",
                "CREATE DOMAIN d AS int",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE INDEX i ON t (a)",
                "CREATE POLICY y ON t USING (true)",
                "CREATE STATISTICS z ON id, a FROM t",
                "INSERT INTO t SELECT g FROM generate_series(1, 100) g");
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @Test
    void isTheSameTwice() {
        assertThat(Catalogues.fingerprint(database)).isEqualTo(Catalogues.fingerprint(database));
        assertThat(Catalogues.read(database).fingerprint()).isEqualTo(Catalogues.fingerprint(database));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM t",
                "ANALYZE",
                "VACUUM FREEZE t",
                "INSERT INTO t SELECT max(id) + 1 FROM t",
                "SELECT nextval('s')",
                "CREATE TEMP TABLE gone (id serial PRIMARY KEY, t text DEFAULT 'x', CHECK (id > 0))",
                "SELECT lo_create(0)",
                "BEGIN; CREATE TABLE never (id int); ROLLBACK"
            })
    void staysTheSameAfter(String statement) {
        String before = Catalogues.fingerprint(database);
        database.execute(statement);
        assertThat(Catalogues.fingerprint(database)).isEqualTo(before);
    }

    @Test
    void temporaryObjectsOfOtherSessionsDoNotCount() throws SQLException {
        String before = Catalogues.fingerprint(database);
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TEMP TABLE mine (id serial PRIMARY KEY, a text DEFAULT 'x', CHECK (id > 0));"
                    + " CREATE INDEX ON mine (a); CREATE TEMP VIEW w AS SELECT 1; COMMENT ON TABLE mine IS 'x';"
                    + " CREATE TEMP SEQUENCE q OWNED BY mine.id; ALTER TABLE mine ADD UNIQUE (a);"
                    + " CREATE TYPE pg_temp.en AS ENUM ('a'); CREATE FUNCTION pg_temp.ff() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                    + " CREATE TRIGGER g BEFORE INSERT ON mine FOR EACH ROW EXECUTE FUNCTION public.f()");
            assertThat(Catalogues.fingerprint(database)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRUNCATE u",
                "TRUNCATE p1",
                "VACUUM FULL single",
                "ALTER TABLE t ADD COLUMN b int",
                "ALTER TABLE t RENAME COLUMN a TO aa",
                "ALTER TABLE u RENAME TO uu",
                "ALTER TABLE t ALTER id SET STATISTICS 10",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE t DISABLE TRIGGER g",
                "ALTER TABLE t DROP CONSTRAINT t_id_check",
                "ALTER TABLE p DETACH PARTITION p1",
                "ALTER TABLE t SET (fillfactor = 50)",
                "ALTER SEQUENCE s INCREMENT 2",
                "ALTER SEQUENCE s OWNED BY t.id",
                "ALTER SEQUENCE s OWNED BY NONE",
                "ALTER TYPE e ADD VALUE 'b'",
                "ALTER TYPE e RENAME VALUE 'a' TO 'c'",
                "ALTER DOMAIN d ADD CHECK (VALUE > 0)",
                "ALTER DOMAIN d SET DEFAULT 3",
                "ALTER FUNCTION f() IMMUTABLE",
                "ALTER INDEX i RENAME TO j",
                "ALTER POLICY y ON t USING (false)",
                "ALTER STATISTICS z SET STATISTICS 5",
                "CREATE OR REPLACE VIEW v AS SELECT id FROM t WHERE id > 1",
                "REFRESH MATERIALIZED VIEW m",
                "CREATE TABLE fresh ()",
                "CREATE SCHEMA fresh",
                "CREATE EXTENSION hstore",
                "ALTER EXTENSION hstore DROP FUNCTION hstore(text, text)",
                "CREATE COLLATION co FROM \"C\"",
                "CREATE AGGREGATE ag(int) (SFUNC = int4pl, STYPE = int)",
                "CREATE CAST (d AS text) WITH INOUT",
                "CREATE RULE ru AS ON DELETE TO single DO INSTEAD NOTHING",
                "CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION evf()",
                "COMMENT ON TABLE t IS 'x'",
                "COMMENT ON COLUMN t.id IS 'y'",
                "DROP TABLE IF EXISTS single CASCADE"
            })
    @DisplayName("F08 changes after DDL")
    void f08ChangesAfter(String statement) {
        // Each time all over again, since the order of the cases is open.
        try (TestDatabase changed = TestServer.newest().createDatabase("TEMPLATE " + template())) {
            if (statement.startsWith("ALTER EXTENSION")) {
                changed.execute("CREATE EXTENSION hstore");
            } else if (statement.endsWith("OWNED BY NONE")) {
                changed.execute("ALTER SEQUENCE s OWNED BY t.id");
            } else if (statement.contains("evf")) {
                changed.execute("CREATE FUNCTION evf() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");
            }
            String before = Catalogues.fingerprint(changed);
            changed.execute(statement);
            assertThat(Catalogues.fingerprint(changed)).isNotEqualTo(before);
        }
    }

    private String template() {
        return '"' + database.name() + '"';
    }
}
