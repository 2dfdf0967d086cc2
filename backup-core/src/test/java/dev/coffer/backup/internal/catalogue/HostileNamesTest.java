package dev.coffer.backup.internal.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.Corpora;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.EnabledIfCorpora;
import dev.coffer.testsupport.OnServerOfTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HostileNamesTest {
    static final List<String> NAMES = List.of(
            "line\nbreak",
            "line\r\n\\! touch x",
            "quo\"te",
            "it's",
            "$$",
            "$function$",
            "*/ --",
            "/* ;",
            "; DROP TABLE x; --",
            "\u202ertl",
            "no\u00a0break",
            "back\\slash",
            "\\",
            "a.b",
            "%I %s %",
            ":colon :'x' :\"y\"",
            "select",
            "Größe ŞİIı",
            "\u20ac".repeat(21),
            " ",
            "\t");

    @Test
    @DisplayName("F30 hostile names come back")
    void f30HostileNamesComeBack() {
        try (TestDatabase original = load(TestServer.newest());
                TestDatabase copy = original.server().createDatabase()) {
            Catalogue read = Catalogues.read(original).catalogue();
            Catalogues.create(read, copy);
            Catalogue again = Catalogues.read(copy).catalogue();
            assertThat(Catalogues.differences(read, again)).isEmpty();
            assertThat(CatalogueDocument.parse(CatalogueDocument.toBytes(read), "schema.json"))
                    .isEqualTo(read);
            assertThat(read.tables()).hasSize(NAMES.size());
        }
    }

    @Test
    @OnServerOfTools
    @EnabledIfCorpora
    @EnabledIfClientTools({"pg_dump", "psql"})
    @DisplayName("F30 schema.sql with hostile names does the same through psql, and nothing else")
    void f30SchemaSqlThroughPsql() throws IOException {
        try (TestDatabase original = load(TestServer.ofTools());
                TestDatabase copy = original.server().createDatabase()) {
            ByteArrayOutputStream sql = new ByteArrayOutputStream();
            SchemaSql.write(Catalogues.read(original).catalogue(), sql);
            ClientTools.run(
                            new ByteArrayInputStream(sql.toByteArray()),
                            ClientTools.require("psql"),
                            "-X",
                            "-q",
                            "-1",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-d",
                            copy.uri())
                    .requireSuccess();
            assertThat(Corpora.compare(original, copy, "--no-data").output()).isEqualTo("identical\n");
            assertThat(sql.toString(UTF_8).lines().filter(line -> line.startsWith("--")))
                    .containsExactly("-- The schema of a PostgreSQL database, without rows. For an empty database.");
        }
    }

    private static TestDatabase load(TestServer server) {
        TestDatabase database = server.createDatabase();
        for (String name : NAMES) {
            String n = Sql.quote(name);
            String t = n + "." + n;
            String text = Sql.literal(name);
            database.execute(
                    "CREATE SCHEMA " + n,
                    "CREATE TYPE " + n + ".\"the type\" AS ENUM (" + text + ")",
                    "CREATE DOMAIN " + n + ".\"the domain\" AS text CONSTRAINT " + n + " CHECK (VALUE <> " + text + ")",
                    "CREATE TYPE " + n + ".\"the pair\" AS (" + n + " " + n + ".\"the type\")",
                    "CREATE SEQUENCE " + n + ".\"the sequence\"",
                    "CREATE TABLE " + t + " (id serial, " + n + " text DEFAULT " + text + ", e " + n
                            + ".\"the type\" DEFAULT " + text + ", CONSTRAINT " + n + " CHECK (" + n + " <> " + text
                            + "), CONSTRAINT \"the key\" UNIQUE (" + n + "))",
                    "ALTER TABLE " + t + " ADD CONSTRAINT \"the other\" FOREIGN KEY (" + n + ") REFERENCES " + t + " ("
                            + n + ")",
                    "ALTER SEQUENCE " + n + ".\"the sequence\" OWNED BY " + t + "." + n,
                    "CREATE INDEX \"the index\" ON " + t + " (lower(" + n + "))",
                    "CREATE VIEW " + n + ".\"the view\" AS SELECT " + n + ", " + text + " AS \"a\" FROM " + t,
                    "CREATE MATERIALIZED VIEW " + n + ".\"the rows\" AS SELECT " + n + " FROM " + t,
                    "CREATE FUNCTION " + t + "(" + n + " text) RETURNS text LANGUAGE sql AS "
                            + Sql.literal("SELECT " + text),
                    "CREATE FUNCTION " + n + ".\"compared\"(" + n
                            + ".\"the type\", text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
                    "CREATE FUNCTION " + n
                            + ".\"the trigger\"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                    "CREATE TRIGGER " + n + " BEFORE INSERT ON " + t + " FOR EACH ROW EXECUTE FUNCTION " + n
                            + ".\"the trigger\"(" + text + ")",
                    "CREATE RULE " + n + " AS ON DELETE TO " + t + " DO INSTEAD NOTHING",
                    "CREATE POLICY " + n + " ON " + t + " USING (" + n + " = " + text + ")",
                    "CREATE STATISTICS " + n + ".\"the statistics\" ON id, " + n + " FROM " + t,
                    "CREATE TYPE " + n + ".\"the range\" AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = " + n
                            + ".\"the ranges\")",
                    "CREATE TYPE " + n + ".\"the shell\"",
                    "CREATE COLLATION " + n + "." + n + " FROM \"C\"",
                    "CREATE CONVERSION " + n + "." + n + " FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
                    "CREATE PROCEDURE " + n + ".\"the deed\"(" + n + " " + n + ".\"the type\") LANGUAGE sql AS "
                            + Sql.literal("SELECT " + text),
                    "CREATE AGGREGATE " + n + ".\"the sum\"(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
                    "CREATE OPERATOR " + n + ".=== (LEFTARG = " + n + ".\"the type\", RIGHTARG = text, FUNCTION = " + n
                            + ".\"compared\")",
                    "CREATE OPERATOR FAMILY " + n + "." + n + " USING hash",
                    "CREATE OPERATOR CLASS " + n + ".\"the class\" FOR TYPE integer USING hash FAMILY " + n + "." + n
                            + " AS OPERATOR 1 =, FUNCTION 1 hashint4(integer)",
                    "CREATE TEXT SEARCH DICTIONARY " + n + "." + n + " (TEMPLATE = pg_catalog.simple)",
                    "CREATE TEXT SEARCH CONFIGURATION " + n + "." + n + " (COPY = pg_catalog.simple)",
                    "ALTER TEXT SEARCH CONFIGURATION " + n + "." + n + " ALTER MAPPING FOR word WITH " + n + "." + n,
                    "CREATE TEXT SEARCH TEMPLATE " + n + "." + n + " (LEXIZE = dsimple_lexize)",
                    "CREATE TEXT SEARCH PARSER " + n + "." + n + " (START = prsd_start, GETTOKEN = prsd_nexttoken,"
                            + " END = prsd_end, LEXTYPES = prsd_lextype)",
                    "CREATE TRUSTED LANGUAGE " + n + " HANDLER plpgsql_call_handler",
                    "CREATE ACCESS METHOD " + n + " TYPE TABLE HANDLER heap_tableam_handler",
                    "CREATE FOREIGN DATA WRAPPER " + n + " OPTIONS (" + n + " " + text + ")",
                    "CREATE SERVER " + n + " TYPE " + text + " FOREIGN DATA WRAPPER " + n + " OPTIONS (" + n + " "
                            + text + ")",
                    "CREATE USER MAPPING FOR PUBLIC SERVER " + n + " OPTIONS (username " + text + ")",
                    "CREATE FOREIGN TABLE " + n + ".\"the far\" (" + n + " text OPTIONS (" + n + " " + text
                            + ")) SERVER " + n + " OPTIONS (" + n + " " + text + ")",
                    "CREATE PUBLICATION " + n + " FOR TABLE " + t,
                    "CREATE SUBSCRIPTION " + n + " CONNECTION 'dbname=x' PUBLICATION " + n
                            + " WITH (connect = false, slot_name = NONE)",
                    "CREATE FUNCTION " + n + ".\"the event\"() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                    "CREATE EVENT TRIGGER " + n + " ON sql_drop EXECUTE FUNCTION " + n + ".\"the event\"()",
                    "COMMENT ON SERVER " + n + " IS " + text,
                    "COMMENT ON TABLE " + t + " IS " + text,
                    "COMMENT ON COLUMN " + t + "." + n + " IS " + text,
                    "COMMENT ON FUNCTION " + t + "(text) IS " + text);
        }
        return database;
    }
}
