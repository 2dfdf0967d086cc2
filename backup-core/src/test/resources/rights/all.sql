-- Every class of object that has an owner or an access list, and every way of granting. Some names are filled in.
GRANT CREATE ON DATABASE THIS TO rights_owner;
REVOKE TEMPORARY ON DATABASE THIS FROM PUBLIC;
ALTER DATABASE THIS SET search_path = app, "odd, ""schema", public;
ALTER DATABASE THIS SET work_mem = '12MB';
ALTER DATABASE THIS SET app.custom = 'it''s \ a value';
ALTER ROLE rights_reader IN DATABASE THIS SET statement_timeout = '1min';
ALTER ROLE ODD IN DATABASE THIS SET search_path = '';
ALTER DATABASE THIS CONNECTION LIMIT 77;
COMMENT ON DATABASE THIS IS 'what the "database" is for';
ALTER DATABASE THIS OWNER TO rights_owner;

CREATE SCHEMA app AUTHORIZATION rights_owner;
CREATE SCHEMA "odd schema" AUTHORIZATION ODD;
GRANT USAGE ON SCHEMA app TO PUBLIC;
GRANT CREATE, USAGE ON SCHEMA app TO rights_writer, ODD;
REVOKE CREATE ON SCHEMA app FROM rights_owner;
GRANT CREATE ON SCHEMA app TO rights_owner;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO rights_writer;

CREATE TABLE app.films (id serial PRIMARY KEY, title text, seen bigint GENERATED ALWAYS AS IDENTITY, secret text);
INSERT INTO app.films (title) VALUES ('one'), ('two');
ALTER TABLE app.films OWNER TO rights_owner;
ALTER TABLE app.films ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON app.films FOR SELECT TO rights_reader USING (true);
CREATE TABLE app.mine (id int);
ALTER TABLE app.mine OWNER TO rights_owner;
CREATE TABLE "odd schema"."odd ""table" (id int);
ALTER TABLE "odd schema"."odd ""table" OWNER TO ODD;
CREATE TABLE app.parts (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE app.parts_one PARTITION OF app.parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
ALTER TABLE app.parts OWNER TO rights_writer;
ALTER TABLE app.parts_one OWNER TO rights_reader;

SET SESSION AUTHORIZATION rights_owner;
GRANT SELECT ON app.films TO rights_reader WITH GRANT OPTION;
GRANT INSERT, UPDATE ON app.films TO rights_writer;
GRANT SELECT (title, secret), UPDATE (title) ON app.films TO ODD;
GRANT REFERENCES (id) ON app.films TO rights_reader WITH GRANT OPTION;
GRANT USAGE ON SEQUENCE app.films_id_seq, app.films_seen_seq TO rights_writer;
REVOKE UPDATE, DELETE ON app.mine FROM rights_owner;
GRANT ALL ON app.mine TO PUBLIC;
SET SESSION AUTHORIZATION rights_reader;
GRANT SELECT ON app.films TO rights_writer WITH GRANT OPTION;
GRANT REFERENCES (id) ON app.films TO rights_writer;
SET SESSION AUTHORIZATION rights_writer;
GRANT SELECT ON app.films TO ODD;
RESET SESSION AUTHORIZATION;
GRANT SELECT ON "odd schema"."odd ""table" TO ODD, rights_writer;

CREATE VIEW app.titles AS SELECT title FROM app.films;
ALTER VIEW app.titles OWNER TO rights_writer;
GRANT SELECT ON app.titles TO rights_reader;
CREATE MATERIALIZED VIEW app.counted AS SELECT count(*) AS n FROM app.parts;
ALTER MATERIALIZED VIEW app.counted OWNER TO rights_writer;
GRANT SELECT ON app.counted TO PUBLIC;
CREATE SEQUENCE app.free;
ALTER SEQUENCE app.free OWNER TO rights_owner;
GRANT SELECT ON SEQUENCE app.free TO rights_reader;

CREATE FUNCTION app.secret() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 42';
ALTER FUNCTION app.secret() OWNER TO rights_owner;
REVOKE EXECUTE ON FUNCTION app.secret() FROM PUBLIC;
CREATE FUNCTION app.given(a integer, VARIADIC b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION app.given(integer, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.given(integer, text[]) TO rights_reader WITH GRANT OPTION;
CREATE PROCEDURE app.deed(a integer) LANGUAGE sql AS 'SELECT 1';
ALTER PROCEDURE app.deed(integer) OWNER TO rights_writer;
GRANT EXECUTE ON PROCEDURE app.deed(integer) TO rights_reader;
CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
ALTER AGGREGATE app.total(integer) OWNER TO rights_owner;
REVOKE EXECUTE ON FUNCTION app.total(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.total(integer) TO rights_writer;

CREATE TYPE app.mood AS ENUM ('sad', 'happy');
ALTER TYPE app.mood OWNER TO rights_owner;
REVOKE USAGE ON TYPE app.mood FROM PUBLIC;
GRANT USAGE ON TYPE app.mood TO rights_reader;
CREATE DOMAIN app.positive AS integer CHECK (VALUE > 0);
ALTER DOMAIN app.positive OWNER TO rights_writer;
GRANT USAGE ON DOMAIN app.positive TO rights_reader;
CREATE TYPE app.pair AS (a integer, b integer);
ALTER TYPE app.pair OWNER TO rights_writer;
CREATE TYPE app.span AS RANGE (subtype = integer);
ALTER TYPE app.span OWNER TO rights_writer;
CREATE COLLATION app.plain FROM "C";
ALTER COLLATION app.plain OWNER TO rights_owner;
CREATE OPERATOR app.=== (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
ALTER OPERATOR app.=== (integer, integer) OWNER TO rights_owner;
CREATE STATISTICS app.both ON id, at FROM app.parts;
ALTER STATISTICS app.both OWNER TO rights_owner;

CREATE EXTENSION citext;
REVOKE EXECUTE ON FUNCTION public.citext_eq(public.citext, public.citext) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO rights_reader;
REVOKE SELECT ON pg_catalog.pg_stats FROM PUBLIC;
GRANT SELECT (datname) ON pg_catalog.pg_stat_activity TO rights_reader;

SELECT lo_create(4711);
ALTER LARGE OBJECT 4711 OWNER TO rights_owner;
GRANT SELECT ON LARGE OBJECT 4711 TO rights_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner IN SCHEMA app GRANT SELECT ON TABLES TO rights_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner GRANT USAGE ON SEQUENCES TO ODD WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE rights_writer REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE ODD REVOKE ALL ON TYPES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE rights_owner GRANT USAGE ON SCHEMAS TO rights_reader;
