-- Functions, procedures, aggregates, operators with their classes and families, casts, transforms.
CREATE FUNCTION first.checked(v first.positive, VARIADIC rest text[] DEFAULT ARRAY['a', 'b']) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE COST 7 SET search_path TO 'first', 'pg_temp' SET work_mem TO '8MB'
    AS $body$ BEGIN /* $$ */ RETURN v > 0; END $body$;
REVOKE ALL ON FUNCTION first.checked(first.positive, text[]) FROM PUBLIC;
COMMENT ON FUNCTION first.checked(first.positive, text[]) IS 'checks';
CREATE FUNCTION first.checked(integer) RETURNS TABLE (x integer, "Y" text) LANGUAGE sql ROWS 3 AS 'SELECT 1, ''a''::text';
CREATE FUNCTION first.rowwise(OUT a integer, INOUT b text) LANGUAGE sql AS 'SELECT 1, b';
CREATE FUNCTION first.win() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE STRICT AS 'window_row_number';
CREATE FUNCTION first.supports(internal) RETURNS internal LANGUAGE internal AS 'generate_series_int4_support';
CREATE FUNCTION first.supported(integer, integer) RETURNS SETOF integer LANGUAGE internal IMMUTABLE STRICT LEAKPROOF ROWS 50
    SUPPORT first.supports AS 'generate_series_int4';
CREATE FUNCTION first.any_of(anyelement, anycompatiblearray) RETURNS anyelement LANGUAGE sql PARALLEL RESTRICTED AS 'SELECT $1';
CREATE FUNCTION first."It's" ("an arg" text DEFAULT 'it''s', integer DEFAULT NULL) RETURNS text LANGUAGE sql
    AS $q$ SELECT '$$ */ \ ' || "an arg" $q$;
CREATE PROCEDURE first.doing(IN a integer, INOUT b text) LANGUAGE plpgsql AS 'BEGIN b := a::text; END';
CREATE PROCEDURE first.gives(OUT x integer, VARIADIC y integer[]) LANGUAGE plpgsql AS 'BEGIN x := 1; END';
COMMENT ON PROCEDURE first.doing(integer, text) IS 'does';
CREATE AGGREGATE first.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = SAFE, SSPACE = 16);
CREATE AGGREGATE first.moving(double precision) (SFUNC = float8pl, STYPE = double precision, INITCOND = '0',
    MSFUNC = float8pl, MINVFUNC = float8mi, MSTYPE = double precision, MINITCOND = '0', MSSPACE = 8);
CREATE AGGREGATE first.average(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine,
    SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize, FINALFUNC_MODIFY = SHAREABLE, PARALLEL = SAFE,
    MSFUNC = numeric_avg_accum, MINVFUNC = numeric_accum_inv, MSTYPE = internal, MFINALFUNC = numeric_avg, MFINALFUNC_MODIFY = READ_WRITE);
CREATE AGGREGATE first.ordered(double precision ORDER BY anyelement)
    (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE first.ranked(VARIADIC "any" ORDER BY VARIADIC "any")
    (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE first.every_row(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE first.biggest(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
COMMENT ON AGGREGATE first.every_row(*) IS 'counts';
REVOKE ALL ON FUNCTION first.ordered(double precision, anyelement), first.ranked("any"), first.every_row() FROM PUBLIC;
CREATE PROCEDURE first.same(IN a integer) LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE first.same(OUT a integer) LANGUAGE plpgsql AS 'BEGIN a := 1; END';
REVOKE ALL ON PROCEDURE first.same(OUT integer) FROM PUBLIC;
CREATE FUNCTION first.goes_with(hstore first.hstore) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION first.goes_with(first.hstore) DEPENDS ON EXTENSION hstore;
ALTER PROCEDURE first.doing(integer, text) DEPENDS ON EXTENSION hstore;
CREATE FUNCTION first.pair_eq(first.pair, first.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';
CREATE FUNCTION first.pair_ne(first.pair, first.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a <> $2.a';
CREATE FUNCTION first.pair_not(first.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a IS NULL';
CREATE OPERATOR first.=== (FUNCTION = first.pair_eq, LEFTARG = first.pair, RIGHTARG = first.pair, COMMUTATOR = OPERATOR(first.===),
    NEGATOR = OPERATOR(first.<!>), RESTRICT = eqsel, JOIN = eqjoinsel, MERGES, HASHES);
CREATE OPERATOR first.<!> (FUNCTION = first.pair_ne, LEFTARG = first.pair, RIGHTARG = first.pair, NEGATOR = OPERATOR(first.===));
CREATE OPERATOR first.!!! (FUNCTION = first.pair_not, RIGHTARG = first.pair);
COMMENT ON OPERATOR first.=== (first.pair, first.pair) IS 'same';
COMMENT ON OPERATOR first.!!! (NONE, first.pair) IS 'not';
CREATE FUNCTION first.pair_of(integer) RETURNS first.pair LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1, NULL, NULL)::first.pair';
CREATE CAST (integer AS first.pair) WITH FUNCTION first.pair_of(integer) AS ASSIGNMENT;
CREATE CAST (first.mood AS integer) WITH INOUT;
CREATE CAST (first.number AS integer) WITHOUT FUNCTION AS IMPLICIT;
COMMENT ON CAST (integer AS first.pair) IS 'pairs';
CREATE FUNCTION first.number_lt(first.number, first.number) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
CREATE FUNCTION first.number_le(first.number, first.number) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4le';
CREATE FUNCTION first.number_eq(first.number, first.number) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE FUNCTION first.number_ge(first.number, first.number) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4ge';
CREATE FUNCTION first.number_gt(first.number, first.number) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4gt';
CREATE FUNCTION first.number_cmp(first.number, first.number) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE FUNCTION first.number_hash(first.number) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashint4';
CREATE FUNCTION first.mixed_eq(first.number, bigint) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int48eq';
CREATE FUNCTION first.mixed_cmp(first.number, bigint) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint48cmp';
CREATE OPERATOR first.< (FUNCTION = first.number_lt, LEFTARG = first.number, RIGHTARG = first.number, COMMUTATOR = OPERATOR(first.>));
CREATE OPERATOR first.<= (FUNCTION = first.number_le, LEFTARG = first.number, RIGHTARG = first.number);
CREATE OPERATOR first.= (FUNCTION = first.number_eq, LEFTARG = first.number, RIGHTARG = first.number, HASHES, MERGES);
CREATE OPERATOR first.>= (FUNCTION = first.number_ge, LEFTARG = first.number, RIGHTARG = first.number);
CREATE OPERATOR first.> (FUNCTION = first.number_gt, LEFTARG = first.number, RIGHTARG = first.number);
CREATE OPERATOR first.= (FUNCTION = first.mixed_eq, LEFTARG = first.number, RIGHTARG = bigint);
CREATE OPERATOR FAMILY first.numbers USING btree;
CREATE OPERATOR FAMILY first."nothing in" USING hash;
CREATE OPERATOR CLASS first.number_ops DEFAULT FOR TYPE first.number USING btree FAMILY first.numbers AS
    OPERATOR 1 first.<, OPERATOR 2 first.<=, OPERATOR 3 first.=, OPERATOR 4 first.>=, OPERATOR 5 first.>,
    FUNCTION 1 first.number_cmp(first.number, first.number);
ALTER OPERATOR FAMILY first.numbers USING btree ADD OPERATOR 3 first.= (first.number, bigint),
    FUNCTION 1 (first.number, bigint) first.mixed_cmp(first.number, bigint);
CREATE OPERATOR CLASS first.number_hash_ops DEFAULT FOR TYPE first.number USING hash AS
    OPERATOR 1 first.=, FUNCTION 1 first.number_hash(first.number);
CREATE OPERATOR CLASS first.polygons FOR TYPE polygon USING gist AS
    OPERATOR 3 &&, OPERATOR 15 <-> (polygon, point) FOR ORDER BY float_ops,
    FUNCTION 1 gist_poly_consistent (internal, polygon, smallint, oid, internal), FUNCTION 2 gist_box_union (internal, internal),
    FUNCTION 3 gist_poly_compress (internal), FUNCTION 5 gist_box_penalty (internal, internal, internal),
    FUNCTION 6 gist_box_picksplit (internal, internal), FUNCTION 7 gist_box_same (box, box, internal),
    FUNCTION 8 gist_poly_distance (internal, polygon, smallint, oid, internal), STORAGE box;
CREATE OPERATOR CLASS first."bo xes" DEFAULT FOR TYPE box USING owngist AS
    OPERATOR 3 &&, FUNCTION 1 gist_box_consistent (internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union (internal, internal),
    FUNCTION 5 gist_box_penalty (internal, internal, internal), FUNCTION 6 gist_box_picksplit (internal, internal),
    FUNCTION 7 gist_box_same (box, box, internal);
COMMENT ON OPERATOR FAMILY first.numbers USING btree IS 'family';
COMMENT ON OPERATOR CLASS first.number_ops USING btree IS 'class';
CREATE TABLE first.by_own_class (n first.number PRIMARY KEY, b box, p polygon);
CREATE INDEX own_hash ON first.by_own_class USING hash (n);
CREATE INDEX own_gist ON first.by_own_class USING owngist (b);
CREATE INDEX own_polygons ON first.by_own_class USING gist (p first.polygons);
CREATE FUNCTION first.number_from_sql(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'prsd_lextype';
CREATE TRANSFORM FOR first.number LANGUAGE sql (FROM SQL WITH FUNCTION first.number_from_sql(internal),
    TO SQL WITH FUNCTION first.number_recv(internal));
CREATE TRANSFORM FOR first.pair LANGUAGE "own language" (FROM SQL WITH FUNCTION first.number_from_sql(internal));
COMMENT ON TRANSFORM FOR first.number LANGUAGE sql IS 'transforms';
CREATE FUNCTION first.transformed(first.number) RETURNS integer LANGUAGE sql TRANSFORM FOR TYPE first.number AS 'SELECT 1';
