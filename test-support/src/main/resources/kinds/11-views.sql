-- Views, materialized views, rules.
CREATE VIEW first.simple WITH (security_barrier = true) AS SELECT id, code AS "Co de" FROM first.parents WHERE id > 0
    WITH LOCAL CHECK OPTION;
ALTER VIEW first.simple ALTER COLUMN id SET DEFAULT 12;
CREATE VIEW first.cascaded AS SELECT id FROM first.simple WHERE id > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW first.a_over AS SELECT * FROM first.simple;
CREATE VIEW first.grown AS SELECT id FROM first.parents;
CREATE VIEW first.over_grown AS SELECT g FROM first.grown g;
CREATE OR REPLACE VIEW first.grown AS SELECT id, code, now() AS "at" FROM first.parents;
CREATE VIEW first.keyed AS SELECT id, code, count(*) AS n FROM first.parents GROUP BY id;
CREATE VIEW first.over_keyed AS SELECT n FROM first.keyed;
CREATE VIEW first."no columns" AS SELECT;
CREATE VIEW first.typed_null AS SELECT NULL::varchar(3) COLLATE first.plain AS n, 'x'::"char" AS c;
CREATE RECURSIVE VIEW first.numbers (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < 10;
CREATE FUNCTION first.of_view(first.simple) RETURNS integer LANGUAGE sql AS 'SELECT $1.id';
COMMENT ON VIEW first.simple IS 'view';
COMMENT ON COLUMN first.simple."Co de" IS 'code';
CREATE MATERIALIZED VIEW first.z_mat WITH (fillfactor = 55) AS SELECT id, code FROM first.parents;
CREATE VIEW first.between AS SELECT id FROM first.z_mat;
CREATE MATERIALIZED VIEW first.a_mat AS SELECT id FROM first.between;
CREATE MATERIALIZED VIEW first.unfilled AS SELECT 1 AS x WITH NO DATA;
CREATE MATERIALIZED VIEW first.from_unfilled AS SELECT x FROM first.unfilled WITH NO DATA;
CREATE MATERIALIZED VIEW first.keyed_mat AS SELECT n FROM first.keyed;
CREATE VIEW first.joined_using AS SELECT both_of.id, p.code FROM first.parents p JOIN first.z_mat z USING (id) AS both_of;
CREATE VIEW first.walked AS WITH RECURSIVE w (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM w WHERE n < 3)
    SEARCH DEPTH FIRST BY n SET in_order CYCLE n SET round USING way SELECT n, round FROM w;
CREATE MATERIALIZED VIEW first.on_heap USING "own heap" AS SELECT 1 AS x, 'y'::text AS y;
CREATE UNIQUE INDEX z_mat_id ON first.z_mat (id);
ALTER MATERIALIZED VIEW first.z_mat CLUSTER ON z_mat_id;
ALTER MATERIALIZED VIEW first.z_mat ALTER code SET STATISTICS 77;
ALTER MATERIALIZED VIEW first.on_heap ALTER y SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW first.z_mat REPLICA IDENTITY FULL;
ALTER MATERIALIZED VIEW first.on_heap REPLICA IDENTITY NOTHING;
ALTER MATERIALIZED VIEW first.on_heap DEPENDS ON EXTENSION citext;
COMMENT ON MATERIALIZED VIEW first.z_mat IS 'mat';
COMMENT ON COLUMN first.z_mat.code IS 'code';
CREATE RULE keep AS ON DELETE TO first.base2 DO INSTEAD NOTHING;
CREATE RULE also AS ON UPDATE TO first.base2 WHERE old.d > 1 DO ALSO INSERT INTO first.nothing_in DEFAULT VALUES;
ALTER TABLE first.base2 DISABLE RULE also;
CREATE RULE "Both" AS ON INSERT TO first.a_over DO INSTEAD (INSERT INTO first.parents (code) VALUES (new."Co de"); NOTIFY heard);
CREATE RULE always AS ON INSERT TO first.base2 DO ALSO NOTHING;
ALTER TABLE first.base2 ENABLE ALWAYS RULE always;
CREATE RULE replica AS ON INSERT TO first.base2 DO ALSO SELECT 1;
ALTER TABLE first.base2 ENABLE REPLICA RULE replica;
COMMENT ON RULE keep ON first.base2 IS 'keeps';
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
CREATE VIEW first.ruled_one AS SELECT 1 AS id;
CREATE VIEW first.ruled_two AS SELECT id FROM first.ruled_one;
CREATE RULE over AS ON INSERT TO first.ruled_one DO INSTEAD SELECT id FROM first.ruled_two;
CREATE FUNCTION first.atomic(x integer) RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM first.simple; SELECT 2; END;
CREATE FUNCTION first.grouped() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(code) FROM first.parents GROUP BY id; END;
CREATE PROCEDURE first.atomic_too() LANGUAGE sql BEGIN ATOMIC INSERT INTO first.nothing_in DEFAULT VALUES; END;
CREATE PROCEDURE first.upserts() LANGUAGE sql
    BEGIN ATOMIC INSERT INTO first.by_own_class (n) VALUES ('1') ON CONFLICT ON CONSTRAINT by_own_class_pkey DO NOTHING; END;
CREATE RULE upsert AS ON UPDATE TO first.over_keyed DO INSTEAD
    INSERT INTO first.by_own_class (n) VALUES ('2') ON CONFLICT ON CONSTRAINT by_own_class_pkey DO UPDATE SET b = excluded.b;
-- beyond pg_dump: it looks for no other materialized view behind a function
CREATE FUNCTION first.reads_late() RETURNS bigint LANGUAGE sql STABLE RETURN (SELECT count(*) FROM first.z_mat);
CREATE MATERIALIZED VIEW first.a_first AS SELECT first.reads_late() AS n;
-- since 15
CREATE VIEW first.invoker WITH (security_invoker = true) AS SELECT id FROM first.since15;
