-- Enum, composite, domain, range, base and shell types.
CREATE TYPE first.mood AS ENUM ('sad', 'it''s ok', 'back\slash', 'happy');
ALTER TYPE first.mood ADD VALUE 'meh' BEFORE 'happy';
CREATE TYPE first.nothing AS ENUM ();
COMMENT ON TYPE first.mood IS 'a mood';
CREATE TYPE first.pair AS (a integer, "B b" text COLLATE first.plain, gone int, c first.mood[]);
ALTER TYPE first.pair DROP ATTRIBUTE gone;
COMMENT ON COLUMN first.pair."B b" IS 'second';
CREATE TYPE first.empty AS ();
CREATE DOMAIN first.positive AS integer DEFAULT 1 NOT NULL CONSTRAINT above CHECK (VALUE > 0) CONSTRAINT below CHECK (VALUE < 1000);
CREATE DOMAIN first.late AS text COLLATE first.plain;
ALTER DOMAIN first.late ADD CONSTRAINT later CHECK (VALUE <> 'x') NOT VALID;
COMMENT ON CONSTRAINT above ON DOMAIN first.positive IS 'more than nothing';
COMMENT ON CONSTRAINT later ON DOMAIN first.late IS 'later';
COMMENT ON DOMAIN first.positive IS 'positive';
CREATE DOMAIN first.pairs AS first.pair[];
CREATE DOMAIN first.short AS varchar(12) DEFAULT 'it''s';
CREATE DOMAIN first.shorter AS first.short CHECK (length(VALUE) < 8);
CREATE FUNCTION first.length_between(a text, b text) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT abs(length(a) - length(b))::float8 $$;
CREATE FUNCTION first.float_diff(a double precision, b double precision) RETURNS double precision LANGUAGE sql IMMUTABLE
    RETURN a - b;
CREATE TYPE first.floats AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = first.float_diff, MULTIRANGE_TYPE_NAME = first.many_floats);
CREATE TYPE first.texts AS RANGE (SUBTYPE = text, COLLATION = first.plain, SUBTYPE_OPCLASS = text_pattern_ops);
CREATE TYPE first.steps;
CREATE FUNCTION first.steps_canonical(first.steps) RETURNS first.steps LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE first.steps AS RANGE (SUBTYPE = integer, CANONICAL = first.steps_canonical);
COMMENT ON TYPE first.steps IS 'steps';
CREATE TYPE first."just a name";
COMMENT ON TYPE first."just a name" IS 'a shell';
CREATE FUNCTION first.unfinished(first."just a name") RETURNS integer LANGUAGE internal AS 'int4abs';
CREATE TYPE first.number;
CREATE FUNCTION first.number_in(cstring) RETURNS first.number LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION first.number_out(first.number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION first.number_recv(internal) RETURNS first.number LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION first.number_send(first.number) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE first.number (INPUT = first.number_in, OUTPUT = first.number_out, RECEIVE = first.number_recv, SEND = first.number_send,
    INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4, DEFAULT = '7', CATEGORY = 'n', PREFERRED = true, DELIMITER = ';');
COMMENT ON TYPE first.number IS 'a number';
CREATE TYPE first."Word";
CREATE FUNCTION first.word_in(cstring, oid, integer) RETURNS first."Word" LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION first.word_out(first."Word") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE TYPE first."Word" (INPUT = first.word_in, OUTPUT = first.word_out, TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout,
    STORAGE = external, COLLATABLE = true);
CREATE TYPE first.spot;
CREATE FUNCTION first.spot_in(cstring) RETURNS first.spot LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION first.spot_out(first.spot) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE first.spot (INPUT = first.spot_in, OUTPUT = first.spot_out, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = float8,
    SUBSCRIPT = raw_array_subscript_handler);
CREATE FUNCTION first.a_first(first.number) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE DOMAIN first.a_domain AS first."Word";
CREATE TYPE first.a_pair AS (a first.number, b first.a_domain);
CREATE TABLE first.own_types (n first.number, w first."Word"(5), p first.spot, s first.steps, many first.number[], d first.shorter);
INSERT INTO first.own_types VALUES ('1', 'abc', '(1,2)', '[1,3]', '{1;2}', 'short');
-- since 17
CREATE DOMAIN first.named AS integer CONSTRAINT never_null NOT NULL;
COMMENT ON CONSTRAINT never_null ON DOMAIN first.named IS 'never';
