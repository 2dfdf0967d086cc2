-- At least one of every kind of object that the library creates, for every server version from 14.
COMMENT ON SCHEMA public IS 'not the standard one';
CREATE SCHEMA first;
CREATE SCHEMA "Second schema";
COMMENT ON SCHEMA first IS 'it''s first';
CREATE EXTENSION hstore SCHEMA first;
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION btree_gist SCHEMA public;
CREATE COLLATION first.plain (provider = libc, locale = 'C');
CREATE COLLATION first.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
COMMENT ON COLLATION first.loose IS 'ignores case';
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
COMMENT ON DOMAIN first.positive IS 'positive';
CREATE DOMAIN first.pairs AS first.pair[];
CREATE FUNCTION first.length_between(a text, b text) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT abs(length(a) - length(b))::float8 $$;
CREATE FUNCTION first.float_diff(a double precision, b double precision) RETURNS double precision LANGUAGE sql IMMUTABLE
    RETURN a - b;
CREATE TYPE first.floats AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = first.float_diff, MULTIRANGE_TYPE_NAME = first.many_floats);
CREATE TYPE first.texts AS RANGE (SUBTYPE = text, COLLATION = first.plain, SUBTYPE_OPCLASS = text_pattern_ops);
CREATE FUNCTION first.checked(v first.positive, VARIADIC rest text[] DEFAULT ARRAY['a', 'b']) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE COST 7 SET search_path TO 'first', 'pg_temp'
    AS $body$ BEGIN /* $$ */ RETURN v > 0; END $body$;
REVOKE ALL ON FUNCTION first.checked(first.positive, text[]) FROM PUBLIC;
COMMENT ON FUNCTION first.checked(first.positive, text[]) IS 'checks';
CREATE FUNCTION first.checked(integer) RETURNS TABLE (x integer, "Y" text) LANGUAGE sql ROWS 3 AS 'SELECT 1, ''a''::text';
CREATE FUNCTION first.rowwise(OUT a integer, INOUT b text) LANGUAGE sql AS 'SELECT 1, b';
CREATE FUNCTION first.win() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE STRICT AS 'window_row_number';
CREATE PROCEDURE first.doing(IN a integer, INOUT b text) LANGUAGE plpgsql AS 'BEGIN b := a::text; END';
COMMENT ON PROCEDURE first.doing(integer, text) IS 'does';
CREATE AGGREGATE first.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = SAFE);
CREATE AGGREGATE first.moving(double precision) (SFUNC = float8pl, STYPE = double precision, INITCOND = '0',
    MSFUNC = float8pl, MINVFUNC = float8mi, MSTYPE = double precision, MINITCOND = '0');
CREATE AGGREGATE first.ordered(double precision ORDER BY anyelement)
    (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE first.every_row(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE first.biggest(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
COMMENT ON AGGREGATE first.every_row(*) IS 'counts';
CREATE FUNCTION first.pair_eq(first.pair, first.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';
CREATE FUNCTION first.pair_ne(first.pair, first.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a <> $2.a';
CREATE FUNCTION first.pair_not(first.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a IS NULL';
CREATE OPERATOR first.=== (FUNCTION = first.pair_eq, LEFTARG = first.pair, RIGHTARG = first.pair, COMMUTATOR = OPERATOR(first.===),
    NEGATOR = OPERATOR(first.<!>), RESTRICT = eqsel, JOIN = eqjoinsel, MERGES);
CREATE OPERATOR first.<!> (FUNCTION = first.pair_ne, LEFTARG = first.pair, RIGHTARG = first.pair, NEGATOR = OPERATOR(first.===));
CREATE OPERATOR first.!!! (FUNCTION = first.pair_not, RIGHTARG = first.pair);
COMMENT ON OPERATOR first.=== (first.pair, first.pair) IS 'same';
CREATE FUNCTION first.pair_of(integer) RETURNS first.pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, NULL, NULL)::first.pair';
CREATE CAST (integer AS first.pair) WITH FUNCTION first.pair_of(integer) AS ASSIGNMENT;
CREATE CAST (first.mood AS integer) WITH INOUT;
COMMENT ON CAST (integer AS first.pair) IS 'pairs';
CREATE SEQUENCE first.counter AS smallint START 5 INCREMENT -2 MINVALUE -100 MAXVALUE 10 CACHE 3 CYCLE;
COMMENT ON SEQUENCE first.counter IS 'counts';
CREATE TABLE first.parents (
    id serial PRIMARY KEY,
    big bigserial,
    always integer GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10),
    "by default" smallint GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME first."Own name" CYCLE),
    gone text,
    code text COLLATE first.plain NOT NULL DEFAULT 'it''s',
    twice integer GENERATED ALWAYS AS (id * 2) STORED,
    feeling first.mood DEFAULT 'happy',
    level first.positive,
    couple first.pair,
    span first.floats,
    tags first.hstore,
    label public.citext,
    counted smallint DEFAULT nextval('first.counter'),
    many integer[] DEFAULT '{1,2}',
    CONSTRAINT "Is it?" CHECK (id > 0),
    CONSTRAINT own_only CHECK (big > 0) NO INHERIT,
    CONSTRAINT codes UNIQUE (code) INCLUDE (id) WITH (fillfactor = 60) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT apart EXCLUDE USING gist (id WITH =, span WITH &&) WHERE (id > 10)
) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false);
ALTER TABLE first.parents DROP COLUMN gone;
ALTER TABLE first.parents ADD CONSTRAINT late CHECK (level < 500) NOT VALID;
ALTER TABLE first.parents ALTER code SET STORAGE EXTERNAL, ALTER code SET STATISTICS 50, ALTER id SET (n_distinct = -0.5),
    ALTER label SET COMPRESSION pglz;
ALTER TABLE first.parents REPLICA IDENTITY FULL;
COMMENT ON TABLE first.parents IS E'two\nlines \\ and ''quotes''';
COMMENT ON COLUMN first.parents."by default" IS 'by default';
COMMENT ON CONSTRAINT "Is it?" ON first.parents IS 'is it';
COMMENT ON CONSTRAINT codes ON first.parents IS 'codes';
COMMENT ON CONSTRAINT late ON first.parents IS 'late';
CREATE UNLOGGED TABLE "Second schema"."Child""ren" (
    id integer PRIMARY KEY,
    parent integer REFERENCES first.parents ON UPDATE CASCADE ON DELETE SET NULL,
    mother integer,
    self integer CONSTRAINT selfish REFERENCES "Second schema"."Child""ren" DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (mother) REFERENCES first.parents (id) MATCH FULL ON DELETE RESTRICT NOT VALID
);
COMMENT ON CONSTRAINT selfish ON "Second schema"."Child""ren" IS 'self';
CREATE TABLE first.nothing_in ();
CREATE TABLE first.typed OF first.pair (a WITH OPTIONS DEFAULT 7 NOT NULL, PRIMARY KEY (a));
CREATE TABLE first.recursive (id integer PRIMARY KEY, list first.parents[]);
CREATE FUNCTION first.default_of(first.recursive) RETURNS integer LANGUAGE sql STABLE AS 'SELECT 4';
ALTER TABLE first.recursive ADD COLUMN other integer DEFAULT first.default_of(NULL);
CREATE FUNCTION first.check_of(first.recursive) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.id > 0';
ALTER TABLE first.recursive ADD CONSTRAINT circular CHECK (first.check_of(recursive));
CREATE TABLE first.base (a integer NOT NULL, b text DEFAULT 'b', c integer, CONSTRAINT a_pos CHECK (a > 0));
CREATE TABLE first.base2 (d integer, c integer);
CREATE TABLE first.derived (own integer, c integer DEFAULT 3, CONSTRAINT a_pos CHECK (a > 0), CONSTRAINT own_pos CHECK (own > 0))
    INHERITS (first.base, first.base2);
ALTER TABLE first.derived ALTER b DROP DEFAULT, ALTER b SET NOT NULL, ALTER a SET DEFAULT 9;
CREATE TABLE first.joined (a integer NOT NULL, b text, c integer, x integer, CONSTRAINT a_pos CHECK (a > 0));
ALTER TABLE first.joined INHERIT first.base;
CREATE TABLE first.parted (id integer NOT NULL, region text DEFAULT 'eu' NOT NULL, at date, CONSTRAINT ok CHECK (id > 0))
    PARTITION BY RANGE (id);
CREATE TABLE first.parted_low PARTITION OF first.parted FOR VALUES FROM (MINVALUE) TO (100);
CREATE TABLE first.parted_high PARTITION OF first.parted FOR VALUES FROM (100) TO (MAXVALUE) PARTITION BY LIST (region);
CREATE TABLE "Second schema".parted_eu (at date, gone int, region text NOT NULL, id integer NOT NULL, CONSTRAINT ok CHECK (id > 0));
ALTER TABLE "Second schema".parted_eu DROP COLUMN gone;
ALTER TABLE first.parted_high ATTACH PARTITION "Second schema".parted_eu FOR VALUES IN ('eu', 'it''s');
CREATE TABLE first.parted_other PARTITION OF first.parted_high DEFAULT;
CREATE TABLE first.hashed (k integer, v integer) PARTITION BY HASH (k, (v + 1));
CREATE TABLE first.hashed0 PARTITION OF first.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0) WITH (fillfactor = 50);
CREATE TABLE first.hashed1 PARTITION OF first.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
ALTER TABLE first.parted ADD PRIMARY KEY (id, region);
ALTER TABLE first.parted ADD CONSTRAINT to_parent FOREIGN KEY (id) REFERENCES first.parents (id);
CREATE TABLE first.to_parted (id integer, region text, FOREIGN KEY (id, region) REFERENCES first.parted ON DELETE CASCADE);
CREATE INDEX parted_at ON first.parted (at);
CREATE INDEX parted_low_own ON first.parted_low (region);
CREATE INDEX parents_expr ON first.parents (lower(code), (id + 1) DESC NULLS LAST) WHERE id > 3;
ALTER INDEX first.parents_expr ALTER COLUMN 2 SET STATISTICS 400;
CREATE UNIQUE INDEX parents_covering ON first.parents (id) INCLUDE (code) WITH (fillfactor = 80);
CREATE INDEX parents_gin ON first.parents USING gin (tags);
CREATE INDEX parents_brin ON first.parents USING brin (big) WITH (pages_per_range = 16);
CREATE INDEX parents_hash ON first.parents USING hash (code);
CREATE INDEX parents_ops ON first.parents (code text_pattern_ops, code COLLATE first.loose);
ALTER TABLE first.parents CLUSTER ON parents_covering;
CREATE UNIQUE INDEX children_identity ON "Second schema"."Child""ren" (id);
ALTER TABLE "Second schema"."Child""ren" REPLICA IDENTITY USING INDEX children_identity;
ALTER TABLE first.nothing_in REPLICA IDENTITY NOTHING;
COMMENT ON INDEX first.parents_gin IS 'gin';
CREATE VIEW first.simple WITH (security_barrier = true) AS SELECT id, code AS "Co de" FROM first.parents WHERE id > 0
    WITH LOCAL CHECK OPTION;
ALTER VIEW first.simple ALTER COLUMN id SET DEFAULT 12;
CREATE VIEW first.a_over AS SELECT * FROM first.simple;
CREATE VIEW first.keyed AS SELECT id, code, count(*) AS n FROM first.parents GROUP BY id;
CREATE VIEW first.over_keyed AS SELECT n FROM first.keyed;
CREATE RECURSIVE VIEW first.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 10;
CREATE FUNCTION first.of_view(first.simple) RETURNS integer LANGUAGE sql AS 'SELECT $1.id';
COMMENT ON VIEW first.simple IS 'view';
COMMENT ON COLUMN first.simple."Co de" IS 'code';
CREATE MATERIALIZED VIEW first.z_mat WITH (fillfactor = 55) AS SELECT id, code FROM first.parents;
CREATE VIEW first.between AS SELECT id FROM first.z_mat;
CREATE MATERIALIZED VIEW first.a_mat AS SELECT id FROM first.between;
CREATE MATERIALIZED VIEW first.unfilled AS SELECT 1 AS x WITH NO DATA;
CREATE UNIQUE INDEX z_mat_id ON first.z_mat (id);
ALTER MATERIALIZED VIEW first.z_mat ALTER code SET STATISTICS 77;
COMMENT ON MATERIALIZED VIEW first.z_mat IS 'mat';
CREATE RULE keep AS ON DELETE TO first.base2 DO INSTEAD NOTHING;
CREATE RULE also AS ON UPDATE TO first.base2 WHERE old.d > 1 DO ALSO INSERT INTO first.nothing_in DEFAULT VALUES;
ALTER TABLE first.base2 DISABLE RULE also;
COMMENT ON RULE keep ON first.base2 IS 'keeps';
CREATE FUNCTION first.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER before_row BEFORE INSERT OR UPDATE OF code ON first.parents FOR EACH ROW WHEN (new.id > 5) EXECUTE FUNCTION first.fire('a', 'b''c');
CREATE TRIGGER after_all AFTER DELETE ON first.parents REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION first.fire();
CREATE TRIGGER off BEFORE INSERT ON first.parents FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER replica BEFORE INSERT ON first.parents FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER always BEFORE INSERT ON first.parents FOR EACH ROW EXECUTE FUNCTION first.fire();
ALTER TABLE first.parents DISABLE TRIGGER off, ENABLE REPLICA TRIGGER replica, ENABLE ALWAYS TRIGGER always;
CREATE CONSTRAINT TRIGGER constrained AFTER INSERT ON first.parents DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER instead INSTEAD OF INSERT ON first.simple FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER on_parted AFTER INSERT ON first.parted FOR EACH ROW EXECUTE FUNCTION first.fire();
ALTER TABLE first.parted_low DISABLE TRIGGER on_parted;
COMMENT ON TRIGGER before_row ON first.parents IS 'before';
ALTER TABLE first.parents ENABLE ROW LEVEL SECURITY;
ALTER TABLE first.base ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON first.parents FOR SELECT USING (id > 0);
CREATE POLICY "re stricts" ON first.parents AS RESTRICTIVE TO CURRENT_USER USING (id > 0) WITH CHECK (id > 1);
COMMENT ON POLICY reading ON first.parents IS 'reads';
CREATE STATISTICS first.together (ndistinct, dependencies) ON id, code FROM first.parents;
CREATE STATISTICS first.expressions ON (id + 1), code FROM first.parents;
ALTER STATISTICS first.together SET STATISTICS 12;
COMMENT ON STATISTICS first.together IS 'together';
CREATE FUNCTION first.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER on_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION first.on_ddl();
ALTER EVENT TRIGGER on_ddl ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER on_ddl IS 'ddl';
-- Circles that only a view without its body opens.
CREATE VIEW first.round AS SELECT 1 AS id, 'x'::varchar(7) COLLATE first.plain AS "Na me";
CREATE FUNCTION first.round_of(first.round) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.id';
CREATE OR REPLACE VIEW first.round WITH (security_barrier = true) AS
    SELECT first.round_of(NULL) AS id, 'x'::varchar(7) COLLATE first.plain AS "Na me";
COMMENT ON VIEW first.round IS 'round';
CREATE VIEW first.over_round AS SELECT id FROM first.round;
CREATE VIEW first.left_one AS SELECT 1 AS id;
CREATE VIEW first.right_one AS SELECT id FROM first.left_one;
CREATE OR REPLACE VIEW first.left_one AS SELECT 2 AS id WHERE EXISTS (SELECT FROM first.right_one WHERE false);
-- Last, because the extended protocol takes nothing after it in the same message.
CREATE FUNCTION first.atomic(x integer) RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM first.simple; END;
