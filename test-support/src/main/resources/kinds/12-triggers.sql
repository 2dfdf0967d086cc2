-- Triggers and event triggers.
CREATE FUNCTION first.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER before_row BEFORE INSERT OR UPDATE OF code ON first.parents FOR EACH ROW WHEN (new.id > 5) EXECUTE FUNCTION first.fire('a', 'b''c', E'\\ $$');
CREATE TRIGGER after_all AFTER DELETE ON first.parents REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION first.fire();
CREATE TRIGGER both_tables AFTER UPDATE ON first.parents REFERENCING OLD TABLE AS "Old" NEW TABLE AS "New" FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER truncated BEFORE TRUNCATE ON first.parents EXECUTE FUNCTION first.fire();
CREATE TRIGGER off BEFORE INSERT ON first.parents FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER replica BEFORE INSERT ON first.parents FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER always BEFORE INSERT ON first.parents FOR EACH ROW EXECUTE FUNCTION first.fire();
ALTER TABLE first.parents DISABLE TRIGGER off, ENABLE REPLICA TRIGGER replica, ENABLE ALWAYS TRIGGER always;
CREATE CONSTRAINT TRIGGER constrained AFTER INSERT ON first.parents DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE CONSTRAINT TRIGGER "fro m" AFTER UPDATE ON first.parents FROM first.base NOT DEFERRABLE FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER instead INSTEAD OF INSERT ON first.simple FOR EACH ROW EXECUTE FUNCTION first.fire();
CREATE TRIGGER on_parted AFTER INSERT ON first.parted FOR EACH ROW EXECUTE FUNCTION first.fire();
ALTER TABLE first.parted_low DISABLE TRIGGER on_parted;
CREATE TRIGGER own BEFORE DELETE ON first.parted_low FOR EACH ROW EXECUTE FUNCTION first.fire();
COMMENT ON TRIGGER before_row ON first.parents IS 'before';
ALTER TRIGGER before_row ON first.parents DEPENDS ON EXTENSION citext;
CREATE FUNCTION first.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER on_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION first.on_ddl();
ALTER EVENT TRIGGER on_ddl ENABLE ALWAYS;
CREATE EVENT TRIGGER "on drop" ON sql_drop EXECUTE FUNCTION first.on_ddl();
ALTER EVENT TRIGGER "on drop" DISABLE;
CREATE EVENT TRIGGER on_start ON ddl_command_start EXECUTE FUNCTION first.on_ddl();
ALTER EVENT TRIGGER on_start ENABLE REPLICA;
CREATE EVENT TRIGGER on_rewrite ON table_rewrite EXECUTE FUNCTION first.on_ddl();
COMMENT ON EVENT TRIGGER on_ddl IS 'ddl';
-- beyond pg_dump: it comes before the trigger of the parent there
ALTER TABLE "Second schema".parted_eu ENABLE REPLICA TRIGGER on_parted;
CREATE TRIGGER down_and_up BEFORE INSERT ON first.parted FOR EACH ROW EXECUTE FUNCTION first.fire();
ALTER TABLE first.parted DISABLE TRIGGER down_and_up;
ALTER TABLE first.parted_high ENABLE TRIGGER down_and_up;
COMMENT ON TRIGGER on_parted ON first.parted_low IS 'of the partition';
COMMENT ON TRIGGER on_parted ON "Second schema".parted_eu IS 'of the partition';
-- since 17
CREATE EVENT TRIGGER on_login ON login EXECUTE FUNCTION first.on_ddl();
ALTER EVENT TRIGGER on_login DISABLE;
