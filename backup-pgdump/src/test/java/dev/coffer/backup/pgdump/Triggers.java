package dev.coffer.backup.pgdump;

import dev.coffer.testsupport.TestDatabase;

/** Triggers that change every row that comes, in each state that a trigger can have. */
final class Triggers {
    /** What they must still be afterwards. */
    static final String STATES = "z_always A,z_disabled D,z_ordinary O";

    private Triggers() {}

    static void spoil(TestDatabase database) {
        database.execute(
                "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN NEW.name := 'spoilt'; RETURN NEW; END $$",
                "CREATE TRIGGER z_ordinary BEFORE INSERT ON z_parent FOR EACH ROW EXECUTE FUNCTION spoil()",
                "CREATE TRIGGER z_always BEFORE INSERT ON z_parent FOR EACH ROW EXECUTE FUNCTION spoil()",
                "CREATE TRIGGER z_disabled BEFORE INSERT ON z_parent FOR EACH ROW EXECUTE FUNCTION spoil()",
                "ALTER TABLE z_parent ENABLE ALWAYS TRIGGER z_always",
                "ALTER TABLE z_parent DISABLE TRIGGER z_disabled");
    }

    static String states(TestDatabase database) {
        return String.valueOf(database.query("SELECT string_agg(tgname || ' ' || tgenabled::text, ',' ORDER BY tgname)"
                + " FROM pg_trigger WHERE tgrelid = 'z_parent'::regclass AND NOT tgisinternal"));
    }
}
