-- What stands for data elsewhere.
CREATE FOREIGN DATA WRAPPER "own wrapper" OPTIONS (debug 'it''s', "An option" 'x');
CREATE EXTENSION postgres_fdw SCHEMA public;
CREATE EXTENSION file_fdw SCHEMA first;
CREATE FOREIGN DATA WRAPPER validated HANDLER public.postgres_fdw_handler VALIDATOR public.postgres_fdw_validator;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db.example', port '5432', dbname 'it''s');
CREATE SERVER "own server" TYPE 'a type' VERSION '1.2' FOREIGN DATA WRAPPER "own wrapper" OPTIONS (place 'x');
CREATE SERVER bare FOREIGN DATA WRAPPER validated;
CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'somebody');
CREATE USER MAPPING FOR PUBLIC SERVER "own server" OPTIONS (username 'x');
CREATE USER MAPPING FOR PUBLIC SERVER bare;
CREATE FOREIGN TABLE first.away (id integer OPTIONS (column_name 'the id') NOT NULL, gone text, code text COLLATE first.plain DEFAULT 'x',
    twice integer GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT sound CHECK (id > 0)) SERVER far OPTIONS (schema_name 'there', table_name 'it''s');
ALTER FOREIGN TABLE first.away DROP COLUMN gone;
ALTER FOREIGN TABLE first.away ALTER code SET STATISTICS 5, ALTER code SET (n_distinct = 7);
ALTER FOREIGN TABLE first.away ADD CONSTRAINT unsound CHECK (id < 9) NOT VALID;
CREATE FOREIGN TABLE first."no columns far" () SERVER "own server";
CREATE FOREIGN TABLE first.heir_far (own integer) INHERITS (first.base2) SERVER "own server" OPTIONS (file 'x');
ALTER FOREIGN TABLE first.heir_far ALTER c OPTIONS (ADD place 'inherited');
CREATE FOREIGN TABLE first.detached_far PARTITION OF first.detached FOR VALUES IN (2) SERVER far OPTIONS (table_name 'far');
CREATE VIEW first.over_far AS SELECT id FROM first.away;
CREATE TRIGGER far_trigger BEFORE INSERT ON first.away FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE STATISTICS first.of_far ON id, code FROM first.away;
COMMENT ON FOREIGN DATA WRAPPER "own wrapper" IS 'wraps';
COMMENT ON SERVER far IS 'far away';
COMMENT ON FOREIGN TABLE first.away IS 'away';
COMMENT ON COLUMN first.away.code IS 'code';
COMMENT ON CONSTRAINT sound ON first.away IS 'sound';
COMMENT ON TRIGGER far_trigger ON first.away IS 'far';
