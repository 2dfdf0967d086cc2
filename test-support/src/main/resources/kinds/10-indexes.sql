-- Indexes.
CREATE INDEX parents_expr ON first.parents (lower(code), (id + 1) DESC NULLS LAST) WHERE id > 3;
ALTER INDEX first.parents_expr ALTER COLUMN 2 SET STATISTICS 400;
ALTER INDEX first.parents_expr DEPENDS ON EXTENSION hstore;
CREATE UNIQUE INDEX parents_covering ON first.parents (id) INCLUDE (code) WITH (fillfactor = 80);
CREATE INDEX parents_gin ON first.parents USING gin (tags) WITH (fastupdate = off);
CREATE INDEX parents_brin ON first.parents USING brin (big, id int4_minmax_multi_ops(values_per_range = 16)) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX parents_hash ON first.parents USING hash (code);
CREATE INDEX parents_spgist ON first.parents USING spgist (code);
CREATE INDEX parents_gist ON first.parents USING gist (span);
CREATE INDEX parents_trigrams ON first.parents USING gist (code "Second schema".gist_trgm_ops(siglen = 32));
CREATE INDEX parents_ops ON first.parents (code text_pattern_ops, code COLLATE first.loose);
CREATE INDEX "It's $$ */ an index" ON first.parents ((code || 'it''s')) WHERE code <> '\';
ALTER TABLE first.parents CLUSTER ON parents_covering;
ALTER TABLE first.typed CLUSTER ON typed_pkey;
CREATE UNIQUE INDEX children_identity ON "Second schema"."Child""ren" (id);
ALTER TABLE "Second schema"."Child""ren" REPLICA IDENTITY USING INDEX children_identity;
ALTER TABLE first.nothing_in REPLICA IDENTITY NOTHING;
COMMENT ON INDEX first.parents_gin IS 'gin';
COMMENT ON INDEX first.parents_pkey IS 'of a key';
-- since 15
CREATE UNIQUE INDEX nulls15 ON first.parents (label) NULLS NOT DISTINCT;
ALTER TABLE first.keys15 CLUSTER ON keys15_pkey;
