-- Publications and subscriptions.
CREATE PUBLICATION news FOR TABLE first.base, ONLY first.base2 WITH (publish = 'insert, delete');
CREATE PUBLICATION "All news" FOR ALL TABLES WITH (publish_via_partition_root = true, publish = 'insert, update, delete, truncate');
CREATE PUBLICATION nothing_new WITH (publish = '');
COMMENT ON PUBLICATION news IS 'news';
CREATE SUBSCRIPTION "listens to" CONNECTION 'host=db.example port=5432 dbname=''it\''s'' user=somebody' PUBLICATION news, "All news"
    WITH (connect = false, slot_name = 'listens');
CREATE SUBSCRIPTION without_slot CONNECTION 'host=db.example dbname=x' PUBLICATION p
    WITH (connect = false, slot_name = NONE, binary = true, streaming = on, synchronous_commit = 'remote_apply');
COMMENT ON SUBSCRIPTION without_slot IS 'no slot';
-- since 15
CREATE PUBLICATION rows15 FOR TABLE first.base (a, c) WHERE (a > 0 AND c <> 7);
CREATE PUBLICATION schemas15 FOR TABLE ONLY first.base2 WHERE (d > 0), TABLES IN SCHEMA "Second schema";
CREATE SUBSCRIPTION since15 CONNECTION 'host=db.example dbname=x' PUBLICATION p WITH (connect = false, slot_name = 'a_slot', two_phase = true, disable_on_error = true);
-- since 16
CREATE SUBSCRIPTION since16 CONNECTION 'host=db.example dbname=x' PUBLICATION p
    WITH (connect = false, slot_name = NONE, password_required = false, run_as_owner = true, origin = none, streaming = parallel);
-- since 17
CREATE SUBSCRIPTION since17 CONNECTION 'host=db.example dbname=x' PUBLICATION p WITH (connect = false, slot_name = 'b_slot', failover = true);
-- since 18
CREATE PUBLICATION generated18 FOR TABLE first.parents WITH (publish_generated_columns = stored);
