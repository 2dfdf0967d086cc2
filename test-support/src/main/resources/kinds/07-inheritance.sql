-- Inheritance.
CREATE TABLE first.base (a integer NOT NULL, b text DEFAULT 'b', c integer, CONSTRAINT a_pos CHECK (a > 0));
CREATE TABLE first.base2 (d integer, c integer);
CREATE TABLE first.derived (own integer, c integer DEFAULT 3, CONSTRAINT a_pos CHECK (a > 0), CONSTRAINT own_pos CHECK (own > 0))
    INHERITS (first.base, first.base2);
ALTER TABLE first.derived ALTER b SET NOT NULL, ALTER a SET DEFAULT 9;
CREATE TABLE first.without_default () INHERITS (first.base);
ALTER TABLE first.without_default ALTER b DROP DEFAULT;
ALTER TABLE first.derived ALTER b SET STATISTICS 3, ALTER b SET STORAGE EXTERNAL;
CREATE TABLE first.joined (a integer NOT NULL, b text, c integer, x integer, CONSTRAINT a_pos CHECK (a > 0));
ALTER TABLE first.joined INHERIT first.base;
CREATE TABLE first.grandchild (z integer) INHERITS (first.derived);
CREATE TABLE first.left_parent (k integer);
CREATE TABLE first.left_child (gone integer, k integer, m integer) INHERITS (first.left_parent);
ALTER TABLE first.left_child DROP COLUMN gone;
ALTER TABLE ONLY first.left_parent DROP COLUMN k;
CREATE TABLE first.no_more () INHERITS (first.left_parent);
ALTER TABLE first.no_more NO INHERIT first.left_parent;
ALTER TABLE first.base ADD CONSTRAINT later_still CHECK (c < 1000) NOT VALID;
COMMENT ON CONSTRAINT later_still ON first.grandchild IS 'from above';
CREATE TABLE first.born_valid () INHERITS (first.base);
CREATE TABLE first.doubled (n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE first.doubled_too (n integer, twice integer GENERATED ALWAYS AS (n * 2) STORED);
ALTER TABLE first.doubled_too INHERIT first.doubled;
INSERT INTO first.doubled_too VALUES (4);
COMMENT ON COLUMN first.derived.b IS 'inherited';
INSERT INTO first.derived (a, b, own) VALUES (1, 'x', 2);
-- since 18
CREATE TABLE first.named_null (plain integer CONSTRAINT "own name" NOT NULL, alone integer NOT NULL NO INHERIT, later integer);
ALTER TABLE first.named_null ADD CONSTRAINT later_not_null NOT NULL later NOT VALID;
COMMENT ON CONSTRAINT "own name" ON first.named_null IS 'own';
COMMENT ON CONSTRAINT later_not_null ON first.named_null IS 'later';
CREATE TABLE first.heir (extra integer, CONSTRAINT heir_plain NOT NULL plain) INHERITS (first.named_null);
CREATE TABLE first.valid_heir () INHERITS (first.named_null);
COMMENT ON CONSTRAINT later_not_null ON first.valid_heir IS 'valid on the child alone';
CREATE TABLE first.valid_heir_of_its_own (later integer) INHERITS (first.named_null);
CREATE TABLE first.heir2 (extra integer NOT NULL) INHERITS (first.named_null);
CREATE TABLE first.keyed_null (id integer CONSTRAINT must NOT NULL, PRIMARY KEY (id));
-- beyond pg_dump
COMMENT ON CONSTRAINT later_still ON first.born_valid IS 'valid on the child alone';
