package dev.coffer.backup.pgdump;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;

/** A small database with what orders and names depend on: keys between tables, a sequence, a view, odd names. */
final class Database {
    private Database() {}

    static TestDatabase create(TestServer server) {
        TestDatabase database = server.createDatabase();
        database.execute(
                "CREATE SCHEMA \"odd names\"",
                "CREATE TYPE mood AS ENUM ('calm', 'cross')",
                "CREATE TABLE z_parent (id serial PRIMARY KEY, name text NOT NULL, m mood)",
                "CREATE TABLE a_child (id int PRIMARY KEY, parent int NOT NULL REFERENCES z_parent)",
                "CREATE TABLE \"odd names\".\"a \"\"quoted\"\" Table\" (id int PRIMARY KEY, \"Col umn\" text)",
                "CREATE TABLE audit_log (id int, what text)",
                "CREATE VIEW parents AS SELECT p.name, count(*) AS children FROM z_parent p JOIN a_child c ON c.parent = p.id"
                        + " GROUP BY p.name",
                "CREATE VIEW audited AS SELECT * FROM audit_log",
                "INSERT INTO z_parent (name, m) SELECT 'name ' || i, 'calm' FROM generate_series(1, 500) i",
                "INSERT INTO a_child SELECT i, 1 + i % 500 FROM generate_series(1, 2000) i",
                "INSERT INTO \"odd names\".\"a \"\"quoted\"\" Table\" VALUES (1, E'tab\\t, line\\n, \\\\.'), (2, NULL), (3, '')",
                "INSERT INTO audit_log VALUES (1, 'seen')");
        return database;
    }
}
