-- What came with version 18.
CREATE TABLE first.since18 (
    id int4range,
    at daterange,
    plain integer CONSTRAINT "own name" NOT NULL,
    virtually integer GENERATED ALWAYS AS (plain * 2) VIRTUAL,
    alone integer NOT NULL NO INHERIT,
    later integer,
    CONSTRAINT unenforced CHECK (plain > 0) NOT ENFORCED,
    PRIMARY KEY (id, at WITHOUT OVERLAPS)
);
ALTER TABLE first.since18 ADD CONSTRAINT later_not_null NOT NULL later NOT VALID;
CREATE TABLE first.periods (
    id int4range,
    at daterange,
    parent integer CONSTRAINT loose REFERENCES first.parents NOT ENFORCED,
    FOREIGN KEY (id, PERIOD at) REFERENCES first.since18 (id, PERIOD at)
);
CREATE TABLE first.heir (extra integer, CONSTRAINT heir_plain NOT NULL plain) INHERITS (first.since18);
