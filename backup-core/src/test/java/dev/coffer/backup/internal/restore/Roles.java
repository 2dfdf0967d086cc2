package dev.coffer.backup.internal.restore;

import dev.coffer.testsupport.TestServer;

/** Roles on the shared servers, under names that no other test uses, and made once. */
final class Roles {
    static final String OWNER = "rights_owner";
    /** As hostile as a role's name can be. */
    static final String ODD = "rights \"odd\" $$ \n*/ ; --\u202e";

    static final String READER = "rights_reader";
    static final String WRITER = "rights_writer";
    /** May log in with the password {@code rights}, create databases' objects, and nothing else. */
    static final String ORDINARY = "rights_ordinary";

    private Roles() {}

    static void on(TestServer server) {
        for (String role : new String[] {OWNER, ODD, READER, WRITER}) {
            create(server, role, "");
        }
        create(server, ORDINARY, " LOGIN PASSWORD 'rights'");
    }

    private static void create(TestServer server, String role, String options) {
        server.administer("DO $do$ BEGIN CREATE ROLE " + quoted(role) + options
                + "; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$");
    }

    static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }
}
