-- Constraints.
CREATE TABLE first.acting (
    a integer REFERENCES first.parents ON DELETE SET DEFAULT ON UPDATE SET NULL,
    b integer REFERENCES first.parents ON DELETE CASCADE ON UPDATE RESTRICT NOT DEFERRABLE,
    c integer CONSTRAINT "it's" REFERENCES first.parents DEFERRABLE INITIALLY IMMEDIATE,
    r int4range,
    UNIQUE (a, b) DEFERRABLE,
    EXCLUDE USING gist (r WITH &&) DEFERRABLE INITIALLY DEFERRED,
    EXCLUDE USING btree ((a + 1) WITH =) INCLUDE (b) WHERE (a > 0)
);
ALTER TABLE first.acting ADD CONSTRAINT by_index PRIMARY KEY (c) INCLUDE (b);
CREATE UNIQUE INDEX acting_ready ON first.acting (b) WITH (fillfactor = 33);
ALTER TABLE first.acting ADD CONSTRAINT made_of_index UNIQUE USING INDEX acting_ready;
ALTER TABLE first.acting ADD CONSTRAINT wrong CHECK (a IN (1, 2, 3) OR b BETWEEN 1 AND 5) NOT VALID;
CREATE TABLE first.filled (a integer, CONSTRAINT "part full" PRIMARY KEY (a) WITH (fillfactor = 70),
    CONSTRAINT spaced EXCLUDE USING btree (a WITH =) WITH (fillfactor = 77) DEFERRABLE);
COMMENT ON CONSTRAINT by_index ON first.acting IS 'key';
-- since 15
CREATE TABLE first.keys15 (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE first.since15 (id integer, code text, UNIQUE NULLS NOT DISTINCT (code),
    a integer, b integer, FOREIGN KEY (a, b) REFERENCES first.keys15 (a, b) ON DELETE SET NULL (b));
CREATE TABLE first.default15 (a integer, b integer DEFAULT 3, FOREIGN KEY (a, b) REFERENCES first.keys15 (a, b) ON DELETE SET DEFAULT (b));
-- since 18
CREATE TABLE first.since18 (
    id int4range,
    at daterange,
    plain integer,
    CONSTRAINT unenforced CHECK (plain > 0) NOT ENFORCED,
    PRIMARY KEY (id, at WITHOUT OVERLAPS),
    UNIQUE (plain, at WITHOUT OVERLAPS)
);
COMMENT ON CONSTRAINT unenforced ON first.since18 IS 'unenforced';
CREATE TABLE first.periods (
    id int4range,
    at daterange,
    parent integer CONSTRAINT loose REFERENCES first.parents NOT ENFORCED,
    FOREIGN KEY (id, PERIOD at) REFERENCES first.since18 (id, PERIOD at)
);
