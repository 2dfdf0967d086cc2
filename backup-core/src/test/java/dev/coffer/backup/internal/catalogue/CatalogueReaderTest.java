package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.coffer.backup.TableName;
import dev.coffer.backup.internal.schema.SchemaEntry;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CatalogueReaderTest {
    @Test
    void tablesComeParentsFirstWithStoredColumnsAndKeys() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE a_child (x int PRIMARY KEY, parent text, twice int GENERATED ALWAYS AS (x * 2) STORED)",
                    "CREATE TABLE z_parent (b text, a int, gone int, PRIMARY KEY (b, a), UNIQUE (b))",
                    "ALTER TABLE z_parent DROP COLUMN gone",
                    "ALTER TABLE a_child ADD FOREIGN KEY (parent) REFERENCES z_parent (b)",
                    "CREATE TABLE p (k int) PARTITION BY LIST (k)",
                    "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
                    "CREATE TEMP TABLE hidden (x int)",
                    "CREATE VIEW v AS SELECT 1 AS x");
            LiveCatalogue live = Catalogues.read(database);
            assertThat(live.catalogue().tables())
                    .extracting(table -> table.name().toString())
                    .containsExactly("public.p1", "public.z_parent", "public.a_child");
            assertThat(live.catalogue().tables().get(1).key()).containsExactly("b", "a");
            assertThat(live.catalogue().tables().get(2).columns())
                    .extracting(column -> column.name() + " " + column.type() + " " + column.typeOid())
                    .containsExactly("x integer 23", "parent text 25");
            assertThat(live.tables().get(0).rootPartition()).containsExactly("\"public\".\"p\"");
            assertThat(live.tables().get(1).rootPartition()).isEmpty();
            assertThat(live.tables()).allMatch(table -> table.readable() && !table.rowsHidden());
        }
    }

    @Test
    void circlesOfForeignKeysBeginWithTheFirstName() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE c (id int PRIMARY KEY, other int)",
                    "CREATE TABLE b (id int PRIMARY KEY, other int REFERENCES c)",
                    "ALTER TABLE c ADD FOREIGN KEY (other) REFERENCES b",
                    "CREATE TABLE a (id int PRIMARY KEY, other int REFERENCES c)");
            assertThat(Catalogues.read(database).catalogue().tables())
                    .extracting(CatalogueTable::name)
                    .containsExactly(
                            new TableName("public", "a"), new TableName("public", "b"), new TableName("public", "c"));
        }
    }

    @Test
    void namesInvalidIndexes() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE TABLE t (x int)",
                    "CREATE UNIQUE INDEX broken ON t (x)",
                    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass");
            Catalogue catalogue = Catalogues.read(database).catalogue();
            assertThat(catalogue.skipped())
                    .extracting(Object::toString)
                    .containsExactly("index public.broken: it is invalid: CREATE INDEX CONCURRENTLY did not complete");
        }
    }

    @Test
    void readsCommentsOnLargeObjects() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute("SELECT lo_create(77)", "COMMENT ON LARGE OBJECT 77 IS 'a picture'");

            Catalogue catalogue = Catalogues.read(database).catalogue();

            assertThat(catalogue.skipped()).isEmpty();
            assertThat(catalogue.entries())
                    .extracting(SchemaEntry::id, SchemaEntry::statements)
                    .contains(tuple(
                            "large object comment LARGE OBJECT 77",
                            List.of("COMMENT ON LARGE OBJECT 77 IS 'a picture'")));
        }
    }

    @Test
    @DisplayName("F38 secrets of foreign servers and subscriptions stay on the server")
    void f38SecretsStayOnTheServer() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE FOREIGN DATA WRAPPER w OPTIONS (api_key 'canary1', debug 'on')",
                    "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'h', \"Secret\" 'canary2',"
                            + " uri 'postgres://me:canary3@h/d', conninfo 'host=h password=canary4')",
                    "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (username 'me', pwd 'canary5', anything 'canary6')",
                    "CREATE FOREIGN TABLE f (x int OPTIONS (key 'true')) SERVER s OPTIONS (name 't', auth_token 'canary7')",
                    "CREATE SUBSCRIPTION plain CONNECTION 'host=h password=canary8 dbname=d' PUBLICATION p WITH (connect = false, slot_name = NONE)",
                    "CREATE SUBSCRIPTION quoted CONNECTION 'host=h password=''can ary\\''9'' user=u' PUBLICATION p WITH (connect = false, slot_name = NONE)",
                    "CREATE SUBSCRIPTION uri CONNECTION 'postgresql://me:canary10@h/d' PUBLICATION p WITH (connect = false, slot_name = NONE)");
            Catalogue catalogue = Catalogues.read(database).catalogue();
            assertThat(new String(CatalogueDocument.toBytes(catalogue), UTF_8)).doesNotContain("canary", "can ary");
            String secret = ": they may be secrets, which a backup does not hold";
            String part = ": it may be a secret, which a backup does not hold";
            assertThat(catalogue.skipped())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder(
                            "options api_key of foreign-data wrapper w" + secret,
                            "options \"Secret\", uri, conninfo of server s" + secret,
                            "options pwd, anything of user mapping PUBLIC on server s" + secret,
                            "options auth_token of foreign table public.f" + secret,
                            "part of the connection string of subscription plain" + part,
                            "part of the connection string of subscription quoted" + part,
                            "part of the connection string of subscription uri" + part);
            assertThat(catalogue.entries())
                    .flatExtracting(SchemaEntry::statements)
                    .anyMatch(sql -> sql.endsWith("OPTIONS (debug 'on')"))
                    .anyMatch(sql -> sql.endsWith("OPTIONS (host 'h')"))
                    .anyMatch(sql -> sql.endsWith("OPTIONS (username 'me')"))
                    .anyMatch(sql -> sql.contains("\"x\" integer OPTIONS (key 'true')"))
                    .anyMatch(sql -> sql.contains("CONNECTION 'host=h dbname=d'"))
                    .anyMatch(sql -> sql.contains("CONNECTION 'host=h user=u'"))
                    .anyMatch(sql -> sql.contains("CONNECTION ''"));
        }
    }

    @Test
    @DisplayName("P7 warns of functions that rely on search_path")
    void p7WarnsOfFunctionsWithoutSearchPath() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE FUNCTION loose(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
                    "CREATE FUNCTION fixed(int) RETURNS int LANGUAGE sql IMMUTABLE SET search_path = '' AS 'SELECT $1'",
                    "CREATE FUNCTION parsed(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1",
                    "CREATE FUNCTION unused(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
                    "CREATE TABLE t (x int DEFAULT unused(1), CHECK (loose(x) > fixed(x) + parsed(x)))",
                    "CREATE INDEX ON t (loose(x))");
            assertThat(Catalogues.read(database).catalogue().warnings())
                    .containsExactly(
                            "function public.loose(integer) is called by a check, an index, a generated column or"
                                    + " a materialized view and has no search_path of its own; a restore fails where its body uses"
                                    + " unqualified names (ALTER FUNCTION … SET search_path helps)");
        }
    }

    @Test
    @DisplayName("P16 keeps routines closed to PUBLIC")
    void p16KeepsRoutinesClosed() {
        try (TestDatabase database = TestServer.newest().createDatabase();
                TestDatabase copy = TestServer.newest().createDatabase()) {
            database.execute(
                    "CREATE FUNCTION danger() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
                    "REVOKE ALL ON FUNCTION danger() FROM PUBLIC");
            Catalogue catalogue = Catalogues.read(database).catalogue();
            Catalogues.create(catalogue, copy);
            assertThat(copy.query("SELECT has_function_privilege('pg_monitor', 'danger()', 'EXECUTE')"))
                    .isEqualTo("f");
            assertThat(catalogue.warnings())
                    .containsExactly(
                            "routine public.danger() is closed to PUBLIC and stays so; whoever may call it must be"
                                    + " granted that again");
        }
    }

    @Test
    @DisplayName("F20 says where row security hides rows, and what may not be read")
    void f20SaysWhereRowsAreHidden() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            String role = database.name() + "_reader";
            database.execute(
                    "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                    "CREATE TABLE hidden (x int)",
                    "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
                    "CREATE TABLE closed (x int)",
                    "CREATE TABLE by_column (x int)",
                    "CREATE SCHEMA shut",
                    "CREATE TABLE shut.inside (x int)",
                    "GRANT SELECT ON hidden, shut.inside TO " + role,
                    "GRANT SELECT (x) ON by_column TO " + role);
            try {
                assertThat(Catalogues.read(database.uri(role, "secret")).tables())
                        .extracting(table -> table.table().name().name() + " hidden=" + table.rowsHidden()
                                + " readable=" + table.readable())
                        .containsExactly(
                                "by_column hidden=false readable=true",
                                "closed hidden=false readable=false",
                                "hidden hidden=true readable=true",
                                "inside hidden=false readable=false");
            } finally {
                database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
            }
        }
    }

    @Test
    void knowsServerAndDatabase() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            ServerInfo server = Catalogues.read(database).catalogue().server();
            assertThat(server.versionNumber() / 10_000)
                    .isEqualTo(database.server().major());
            assertThat(server.database()).isEqualTo(database.name());
            assertThat(server.encoding()).isEqualTo("UTF8");
            assertThat(server.localeProvider()).isEqualTo("libc");
            assertThat(server.collate()).isEqualTo("C");
            assertThat(server.databaseId())
                    .isEqualTo(database.query(
                            "SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname ="
                                    + " current_database()) FROM pg_control_system()"));
            assertThat(server.databaseBytes()).isPositive();
        }
    }

    @Test
    void countsLargeObjectsAndListsSequences() {
        try (TestDatabase database = TestServer.newest().createDatabase()) {
            database.execute(
                    "SELECT lo_create(0), lo_create(0)",
                    "CREATE SEQUENCE z",
                    "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, s serial)",
                    "CREATE TEMP SEQUENCE gone");
            LiveCatalogue live = Catalogues.read(database);
            assertThat(live.catalogue().largeObjects()).isEqualTo(2);
            assertThat(live.sequenceNames())
                    .extracting(LiveCatalogue.SequenceName::quoted)
                    .containsExactly("\"public\".\"t_id_seq\"", "\"public\".\"t_s_seq\"", "\"public\".\"z\"");
        }
    }
}
