-- Large objects: data that belongs to no table.
SELECT lo_from_bytea(4711, '\x00ff01');
SELECT lo_create(4712);
COMMENT ON LARGE OBJECT 4711 IS 'it''s $$ */ large';
