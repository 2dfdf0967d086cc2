package dev.coffer.backup.internal.catalogue;

import dev.coffer.backup.internal.schema.Sql;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.util.List;
import java.util.stream.Stream;

/** A database in which every kind of object is called, or says in its text, what somebody may mistake for something else. */
final class HostileDatabase {
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

    private HostileDatabase() {}

    static TestDatabase create(TestServer server) {
        TestDatabase database = server.createDatabase();
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
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
                    "CREATE TYPE " + castable(n, i) + " AS ENUM ()",
                    "CREATE CAST (" + castable(n, i) + " AS integer) WITH INOUT",
                    "CREATE FUNCTION " + n
                            + ".\"from sql\"(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT"
                            + " AS 'prsd_lextype'",
                    "CREATE TRANSFORM FOR " + n + ".\"the type\" LANGUAGE " + n + " (FROM SQL WITH FUNCTION " + n
                            + ".\"from sql\"(internal))",
                    "ALTER OPERATOR FAMILY " + n + "." + n + " USING hash ADD OPERATOR 1 = (integer, bigint)",
                    "REVOKE ALL ON FUNCTION " + t + "(text) FROM PUBLIC",
                    "ALTER VIEW " + n + ".\"the view\" ALTER " + n + " SET DEFAULT " + text,
                    "ALTER TABLE " + t + " ENABLE ROW LEVEL SECURITY");
            database.execute(types(n));
            database.execute(tables(n, t, text));
            if (server.major() >= 15) {
                database.execute("ALTER PUBLICATION " + n + " ADD TABLES IN SCHEMA " + n);
            }
            if (server.major() >= 18) {
                database.execute("ALTER TABLE " + t + " ADD CONSTRAINT \"the filled\" NOT NULL " + n + " NOT VALID");
            }
            database.execute(comments(n, t, text, castable(n, i)));
        }
        return database;
    }

    /** pg_dump sorts casts by the names of their types, without their schemas. */
    private static String castable(String schema, int number) {
        return schema + ".\"type " + number + "\"";
    }

    /** Types that need functions, which need the types. */
    private static String[] types(String n) {
        String internal = " LANGUAGE internal IMMUTABLE STRICT AS ";
        return new String[] {
            "CREATE TYPE " + n + ".\"the base\"",
            "CREATE FUNCTION " + n + ".\"the in\"(cstring) RETURNS " + n + ".\"the base\"" + internal + "'int4in'",
            "CREATE FUNCTION " + n + ".\"the out\"(" + n + ".\"the base\") RETURNS cstring" + internal + "'int4out'",
            "CREATE TYPE " + n + ".\"the base\" (INPUT = " + n + ".\"the in\", OUTPUT = " + n
                    + ".\"the out\", INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4)",
            "CREATE TYPE " + n + ".\"the steps\"",
            "CREATE FUNCTION " + n + ".\"the canonical\"(" + n + ".\"the steps\") RETURNS " + n + ".\"the steps\""
                    + internal + "'int4range_canonical'",
            "CREATE TYPE " + n + ".\"the steps\" AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = " + n
                    + ".\"the walks\", CANONICAL = " + n + ".\"the canonical\")"
        };
    }

    private static String[] tables(String n, String t, String text) {
        String trigger = " EXECUTE FUNCTION " + n + ".\"the trigger\"()";
        return new String[] {
            "ALTER TABLE " + t + " ADD CONSTRAINT \"the first key\" PRIMARY KEY (id)",
            "ALTER TABLE " + t + " ADD CONSTRAINT \"the late\" CHECK (" + n + " <> " + text + ") NOT VALID",
            "ALTER TABLE " + t + " ADD CONSTRAINT \"the only\" EXCLUDE USING hash (" + n + " WITH =)",
            "ALTER DOMAIN " + n + ".\"the domain\" ADD CONSTRAINT \"the late\" CHECK (VALUE <> " + text + ") NOT VALID",
            "CREATE TABLE " + n + ".\"the whole\" (" + n + " text) PARTITION BY LIST (" + n + ")",
            "CREATE TABLE " + n + ".\"the part\" PARTITION OF " + n + ".\"the whole\" FOR VALUES IN (" + text + ")",
            "CREATE INDEX \"the index of all\" ON " + n + ".\"the whole\" (" + n + ")",
            "CREATE TRIGGER " + n + " AFTER INSERT ON " + n + ".\"the whole\" FOR EACH ROW" + trigger,
            "ALTER TABLE " + n + ".\"the part\" DISABLE TRIGGER " + n,
            "CREATE VIEW " + n + ".\"the left\" AS SELECT 1 AS " + n,
            "CREATE VIEW " + n + ".\"the right\" AS SELECT " + n + " FROM " + n + ".\"the left\"",
            "CREATE OR REPLACE VIEW " + n + ".\"the left\" AS SELECT 2 AS " + n + " WHERE EXISTS (SELECT FROM " + n
                    + ".\"the right\")"
        };
    }

    private static String[] comments(String n, String t, String text, String castable) {
        return Stream.of(
                        "ACCESS METHOD " + n,
                        "AGGREGATE " + n + ".\"the sum\"(integer)",
                        "CAST (" + castable + " AS integer)",
                        "COLLATION " + n + "." + n,
                        "COLUMN " + t + "." + n,
                        "CONSTRAINT " + n + " ON " + t,
                        "CONSTRAINT " + n + " ON DOMAIN " + n + ".\"the domain\"",
                        "CONVERSION " + n + "." + n,
                        "DOMAIN " + n + ".\"the domain\"",
                        "EVENT TRIGGER " + n,
                        "FOREIGN DATA WRAPPER " + n,
                        "FOREIGN TABLE " + n + ".\"the far\"",
                        "FUNCTION " + t + "(text)",
                        "INDEX " + n + ".\"the index\"",
                        "LANGUAGE " + n,
                        "MATERIALIZED VIEW " + n + ".\"the rows\"",
                        "OPERATOR " + n + ".=== (" + n + ".\"the type\", text)",
                        "OPERATOR CLASS " + n + ".\"the class\" USING hash",
                        "OPERATOR FAMILY " + n + "." + n + " USING hash",
                        "POLICY " + n + " ON " + t,
                        "PROCEDURE " + n + ".\"the deed\"(" + n + ".\"the type\")",
                        "PUBLICATION " + n,
                        "RULE " + n + " ON " + t,
                        "SCHEMA " + n,
                        "SEQUENCE " + n + ".\"the sequence\"",
                        "SERVER " + n,
                        "STATISTICS " + n + ".\"the statistics\"",
                        "SUBSCRIPTION " + n,
                        "TABLE " + t,
                        "TEXT SEARCH CONFIGURATION " + n + "." + n,
                        "TEXT SEARCH DICTIONARY " + n + "." + n,
                        "TEXT SEARCH PARSER " + n + "." + n,
                        "TEXT SEARCH TEMPLATE " + n + "." + n,
                        "TRANSFORM FOR " + n + ".\"the type\" LANGUAGE " + n,
                        "TRIGGER " + n + " ON " + t,
                        "TYPE " + n + ".\"the base\"",
                        "VIEW " + n + ".\"the view\"")
                .map(object -> "COMMENT ON " + object + " IS " + text)
                .toArray(String[]::new);
    }
}
