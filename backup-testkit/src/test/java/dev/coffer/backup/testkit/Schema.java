package dev.coffer.backup.testkit;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;

/** The schema of this module's tests, as migrations would have made it. */
final class Schema {
    private static final String[] STATEMENTS = {
        "CREATE TABLE organisms (id int PRIMARY KEY, name text NOT NULL)",
        "CREATE TABLE proteins (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, accession varchar(10) NOT NULL UNIQUE,"
                + " organism_id int NOT NULL REFERENCES organisms, mass numeric(10,2) CHECK (mass > 0), status text NOT NULL"
                + " DEFAULT 'new', tags text[], extra jsonb, created_at timestamptz NOT NULL DEFAULT now(),"
                + " label text GENERATED ALWAYS AS ('p:' || accession) STORED)",
        "CREATE TABLE interactions (a bigint REFERENCES proteins, b bigint REFERENCES proteins, score real,"
                + " PRIMARY KEY (a, b))",
    };

    private Schema() {}

    static TestDatabase create() {
        return create(TestServer.newest());
    }

    static TestDatabase create(TestServer server) {
        TestDatabase database = server.createDatabase();
        database.execute(STATEMENTS);
        return database;
    }

    /** Everything that a test could have changed, sequences included. */
    static String state(TestDatabase database) {
        return database.query(
                "SELECT string_agg(s, E'\\n') FROM (SELECT (SELECT string_agg(o::text, ';' ORDER BY id) FROM organisms o)"
                        + " UNION ALL SELECT (SELECT string_agg(p::text || p.xmin, ';' ORDER BY id) FROM proteins p)"
                        + " UNION ALL SELECT (SELECT string_agg(i::text, ';' ORDER BY a, b) FROM interactions i)"
                        + " UNION ALL SELECT (SELECT last_value || ' ' || is_called FROM proteins_id_seq)"
                        + " UNION ALL SELECT (SELECT string_agg(conname || condeferrable || condeferred, ';' ORDER BY oid) FROM"
                        + " pg_constraint WHERE contype = 'f')) t (s)");
    }
}
