-- Sequences.
CREATE SEQUENCE first.counter AS smallint START 5 INCREMENT -2 MINVALUE -100 MAXVALUE 10 CACHE 3 CYCLE;
COMMENT ON SEQUENCE first.counter IS 'counts';
CREATE SEQUENCE first."It counts" AS integer;
SELECT setval('first."It counts"', 77, false);
CREATE SEQUENCE first.lowest MINVALUE -9223372036854775808 START -9223372036854775808;
SELECT nextval('first.counter');
-- since 15
CREATE UNLOGGED SEQUENCE first.unlogged15;
