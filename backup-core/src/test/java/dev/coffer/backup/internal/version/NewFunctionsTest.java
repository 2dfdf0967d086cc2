package dev.coffer.backup.internal.version;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.testsupport.NamesItsServers;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's own functions that came with a version, in definitions that go into an older one. */
@NamesItsServers
class NewFunctionsTest {
    @TempDir
    private Path folder;

    /** What a server calls its own functions, but for those that SQL cannot call and those that upgrade a server. */
    private static final String OWN = " FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
            + " AND prorettype <> 'internal'::regtype AND 'internal'::regtype <> ALL (proargtypes) AND proname !~ '^binary_upgrade_'";

    @Test
    void everyNewNameAndEveryNewNumberOfArgumentsIsKnown() {
        Map<Integer, Set<String>> since = new HashMap<>();
        Map<Integer, Set<String>> argumentsSince = new HashMap<>();
        Set<String> known = new HashSet<>();
        Set<String> knownArguments = new HashSet<>();
        for (int version = 14; version <= 18; version++) {
            try (TestDatabase database = TestServer.version(version).createDatabase()) {
                Set<String> names = words(database, "SELECT string_agg(DISTINCT proname, ' ')" + OWN);
                Set<String> arguments = words(
                        database,
                        "SELECT string_agg(DISTINCT proname || '/' || n, ' ') FROM (SELECT proname,"
                                + " generate_series(pronargs::int - pronargdefaults, pronargs::int) AS n" + OWN
                                + " AND provariadic = 0) s");
                arguments.removeAll(knownArguments);
                knownArguments.addAll(arguments);
                arguments.removeIf(call -> !known.contains(call.substring(0, call.indexOf('/'))));
                argumentsSince.put(version, arguments);
                names.removeAll(known);
                known.addAll(names);
                since.put(version, names);
            }
        }
        since.remove(14);
        argumentsSince.remove(14);

        assertThat(NewFunctions.SINCE).isEqualTo(since);
        assertThat(NewFunctions.ARGUMENTS_SINCE).isEqualTo(argumentsSince);
    }

    private static Set<String> words(TestDatabase database, String sql) {
        return new TreeSet<>(List.of(requireNonNull(database.query(sql)).split(" ", -1)));
    }

    @Test
    void aFunctionOfTheServerThatTheTargetLacksStopsThePlanBeforeItsFirstStatement() {
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase target = TestServer.version(15).createDatabase()) {
            source.execute(
                    "CREATE TABLE keyed (id uuid DEFAULT uuidv7(), x xml)",
                    "CREATE VIEW any_one AS SELECT any_value(id) AS one FROM keyed",
                    "CREATE VIEW thrown AS SELECT random(1, (ARRAY[6, 12])[1]) AS die",
                    "CREATE FUNCTION casefold(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN lower(t)",
                    "CREATE FUNCTION \"json_value\"(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN lower(t)");
            String own =
                    "CREATE VIEW own AS SELECT public.casefold('A') AS c, public.\"json_value\"('A') AS v, gamma.a AS a,"
                            + " random() AS r, regexp_replace('a', 'b', concat('c', 'd', 'e'), 'g') AS g, json_object('{a,b}'::text[]) AS o, xmlserialize(content x AS text) AS x"
                            + " FROM public.keyed, (VALUES (1)) gamma (a)";
            source.execute(own);

            Path backup = IntoOther.backup(source, folder);

            assertThat(IntoOther.refused(backup, target, 18))
                    .containsExactly(
                            "table public.keyed (the function uuidv7, since 18)",
                            "view public.any_one (the function any_value, since 16)",
                            "view public.thrown (the function random with 2 arguments, since 17)");
            // What is named as such a function, or looks like a newer word, is no reason to stop.
            source.execute("DROP VIEW any_one", "DROP VIEW thrown", "ALTER TABLE keyed ALTER id DROP DEFAULT");
            IntoOther.plan(IntoOther.backup(source, folder), target).run().requireComplete();
            assertThat(target.query("SELECT to_regclass('public.own')")).isEqualTo("own");
        }
    }

    /** Nothing that is cheap to read tells a new function from an old one of its name that takes as many arguments: the server does. */
    @Test
    void aNewFunctionThatOnlyTheTypeTellsFromAnOldOneStopsThePlanAtItsStatement() {
        try (TestDatabase source = TestServer.version(18).createDatabase();
                TestDatabase target = TestServer.version(16).createDatabase()) {
            source.execute("CREATE TABLE first (a int)", "CREATE VIEW turned AS SELECT reverse('\\x0102'::bytea) AS r");

            Path backup = IntoOther.backup(source, folder);
            BackupException failure = assertThrows(
                    BackupException.class, () -> IntoOther.plan(backup, target).run());

            assertThat(failure.code()).isEqualTo(ErrorCode.STATEMENT_FAILED);
            assertThat(failure)
                    .hasMessage(
                            "the server refused to create an object: function reverse(bytea) does not exist (SQLSTATE 42883):"
                                    + " CREATE VIEW \"public\".\"turned\" AS SELECT reverse('\\x0102'::bytea) AS r"
                                    + " (view public.turned)\nHint: what it needs is neither in the backup nor in the target");
            assertThat(IntoOther.objects(target)).isEmpty();
        }
    }
}
