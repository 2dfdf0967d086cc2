-- Row security and extended statistics.
ALTER TABLE first.parents ENABLE ROW LEVEL SECURITY;
ALTER TABLE first.base ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE first.base2 FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON first.parents FOR SELECT USING (id > 0);
CREATE POLICY adding ON first.parents FOR INSERT WITH CHECK (id > 0);
CREATE POLICY changing ON first.parents FOR UPDATE USING (id > 0) WITH CHECK (code <> 'it''s');
CREATE POLICY removing ON first.parents FOR DELETE USING (EXISTS (SELECT FROM first.base b WHERE b.a = parents.id));
CREATE POLICY "re stricts" ON first.parents AS RESTRICTIVE TO CURRENT_USER, pg_monitor USING (id > 0) WITH CHECK (id > 1);
COMMENT ON POLICY reading ON first.parents IS 'reads';
CREATE STATISTICS first.together (ndistinct, dependencies) ON id, code FROM first.parents;
CREATE STATISTICS first.expressions ON (id + 1), code FROM first.parents;
CREATE STATISTICS first."one expression" ON (id * 2) FROM first.parents;
CREATE STATISTICS first.common (mcv) ON id, big FROM first.parents;
ALTER STATISTICS first.together SET STATISTICS 12;
COMMENT ON STATISTICS first.together IS 'together';
