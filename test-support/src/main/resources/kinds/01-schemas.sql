-- Schemas, extensions, languages, access methods, collations, conversions.
COMMENT ON SCHEMA public IS 'not the standard one';
CREATE SCHEMA first;
CREATE SCHEMA "Second schema";
COMMENT ON SCHEMA first IS 'it''s first';
CREATE EXTENSION hstore SCHEMA first;
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION btree_gist SCHEMA public;
CREATE EXTENSION pg_trgm SCHEMA "Second schema";
COMMENT ON EXTENSION citext IS 'text without case';
CREATE FUNCTION first.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION first.inliner(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION first.validator(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE "own language" HANDLER first.handler INLINE first.inliner VALIDATOR first.validator;
CREATE LANGUAGE plainlanguage HANDLER first.handler;
COMMENT ON LANGUAGE "own language" IS 'spoken here';
CREATE FUNCTION first.spoken() RETURNS integer LANGUAGE "own language" AS 'BEGIN RETURN 1; END';
CREATE ACCESS METHOD "own heap" TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD owngist TYPE INDEX HANDLER gisthandler;
COMMENT ON ACCESS METHOD "own heap" IS 'a heap';
CREATE COLLATION first.plain (provider = libc, locale = 'C');
CREATE COLLATION first.two (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION first.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
COMMENT ON COLLATION first.loose IS 'ignores case';
CREATE CONVERSION first.converts FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION first.converts_first FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON CONVERSION first.converts IS 'converts';
-- since 16
CREATE COLLATION first.ruled (provider = icu, locale = 'und', rules = '& a < g');
-- since 17
CREATE COLLATION first.built (provider = builtin, locale = 'C.UTF-8');
