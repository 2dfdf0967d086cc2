-- What came with version 15.
CREATE TABLE first.keys15 (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE first.since15 (id integer, code text, UNIQUE NULLS NOT DISTINCT (code),
    a integer, b integer, FOREIGN KEY (a, b) REFERENCES first.keys15 (a, b) ON DELETE SET NULL (b));
CREATE VIEW first.invoker WITH (security_invoker = true) AS SELECT id FROM first.since15;
ALTER SEQUENCE first.parents_always_seq SET UNLOGGED;
CREATE UNLOGGED SEQUENCE first.unlogged15;
