package dev.coffer.backup.internal.restore;

import dev.coffer.backup.Backup;
import dev.coffer.backup.BackupPlan;
import dev.coffer.backup.Existing;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.RestorePlan;
import dev.coffer.backup.Scope;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;

/** A small database that was backed up and then lived on. */
final class LiveTown {
    /** What {@link #rows} gives of it. */
    static final String LATER = "1Paris,2Roma,3Oslo | 1Rue1,2Via2,3Gate3 | 2 | 60";

    static final String AS_SAVED = "1Paris,2Rome | 1Rue1,2Via2 | 2 | 41";

    private LiveTown() {}

    /** Two tables that refer to each other's rows, and one object of every kind that policies meet. */
    static Backup backUp(Path folder) {
        try (TestDatabase source = TestServer.newest().createDatabase()) {
            source.execute(
                    "CREATE TYPE mood AS ENUM ('calm', 'loud')",
                    "CREATE FUNCTION shout(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)'",
                    "CREATE TABLE city (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE,"
                            + " mood mood DEFAULT 'calm')",
                    "CREATE TABLE street (id serial PRIMARY KEY, city int NOT NULL REFERENCES city, name text,"
                            + " long text GENERATED ALWAYS AS (name || '!') STORED)",
                    "CREATE INDEX street_name ON street (name)",
                    "CREATE VIEW streets AS SELECT c.name AS city, s.name FROM street s JOIN city c ON c.id = s.city",
                    "CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS streets FROM street",
                    "CREATE SEQUENCE numbers",
                    "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN NEW.name := ''spoiled''; RETURN NEW; END'",
                    "CREATE TRIGGER spoil BEFORE INSERT OR UPDATE ON street FOR EACH ROW EXECUTE FUNCTION spoil()",
                    "ALTER TABLE street DISABLE TRIGGER spoil",
                    "INSERT INTO city (name) VALUES ('Paris'), ('Rome')",
                    "INSERT INTO street (city, name) VALUES (1, 'Rue'), (2, 'Via')",
                    "ALTER TABLE street ENABLE ALWAYS TRIGGER spoil",
                    "REFRESH MATERIALIZED VIEW totals",
                    "SELECT setval('numbers', 41)");
            return Backup.open(BackupPlan.builder()
                    .source(PostgresDatabase.of(source.uri()))
                    .export(new LinesExporter())
                    .to(folder)
                    .build()
                    .run()
                    .directory());
        }
    }

    /** The same database some time later: rows have changed, and it holds things of its own. */
    static TestDatabase later(Backup backup) {
        TestDatabase target = TestServer.newest().createDatabase();
        if (plan(backup, target, Scope.EVERYTHING, Existing.REFUSE)
                        .build()
                        .run()
                        .requireComplete()
                        .rows()
                != 4) {
            throw new IllegalStateException("the town has four rows");
        }
        target.execute(
                "CREATE TABLE mine (id int PRIMARY KEY, note text)",
                "INSERT INTO mine VALUES (1, 'kept')",
                "CREATE SEQUENCE mine_too START 7",
                "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "ALTER TABLE street DISABLE TRIGGER spoil",
                "UPDATE city SET name = 'Roma' WHERE id = 2",
                "INSERT INTO city (name) VALUES ('Oslo')",
                "INSERT INTO street (city, name) VALUES (3, 'Gate')",
                "ALTER TABLE street ENABLE ALWAYS TRIGGER spoil",
                "SELECT setval('numbers', 60)");
        return target;
    }

    static RestorePlan.Builder plan(Backup backup, TestDatabase target, Scope scope, Existing existing) {
        return RestorePlan.builder()
                .from(backup)
                .strategy(LinesExporter.strategy())
                .into(PostgresDatabase.of(target.uri()))
                .scope(scope)
                .existing(existing);
    }

    /** Every row of the backup's tables, and where its own sequence stands. */
    static String rows(TestDatabase target) {
        return target.query("SELECT concat_ws(' | ', (SELECT string_agg(id || name, ',' ORDER BY id) FROM city),"
                + " (SELECT string_agg(concat(id, name, city), ',' ORDER BY id) FROM street),"
                + " (SELECT streets FROM totals), (SELECT last_value FROM numbers))");
    }

    /**
     * What a database consists of, by OID and file, with every trigger's state, every table's rows and where every sequence stands: what
     * neither a preview nor a failure may change.
     */
    static String everything(TestDatabase target) {
        return target.query("SELECT string_agg(x, chr(10) ORDER BY x) FROM ("
                + "SELECT concat('object ', c.oid, ' ', relname, ' ', relfilenode) FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relkind <> 't'"
                + " UNION ALL SELECT concat('function ', oid, proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
                + " UNION ALL SELECT concat('type ', oid, typname) FROM pg_type WHERE typnamespace = 'public'::regnamespace"
                + " UNION ALL SELECT concat('constraint ', oid, conname, condeferrable) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                + " UNION ALL SELECT concat('trigger ', oid, tgname, tgenabled) FROM pg_trigger"
                + " UNION ALL SELECT concat('rows of ', c.oid, ' ', query_to_xml(format('SELECT * FROM public.%I t ORDER BY t::text', relname),"
                + " false, false, '')) FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'm')"
                + " UNION ALL SELECT concat('sequence ', c.oid, ' ', query_to_xml(format('SELECT last_value, is_called FROM public.%I', relname),"
                + " false, false, '')) FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'"
                + ") facts (x)");
    }
}
