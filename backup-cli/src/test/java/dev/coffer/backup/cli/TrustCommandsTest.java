package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rights, settings and whatever else comes back only by request; whose a server is; what is not trusted. */
class TrustCommandsTest {
    private final TestDatabase database = TestServer.newest().createDatabase();
    private final TestDatabase target = TestServer.newest().createDatabase();
    private final TestTerminal terminal = TestTerminal.of(Map.of("SOURCE", database.uri(), "TARGET", target.uri()));
    private final String role = database.name() + "_role";

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        database.server().administer("CREATE ROLE " + role);
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins VALUES (1, 'MT-ND1')",
                "ALTER TABLE proteins OWNER TO " + role,
                "GRANT SELECT ON proteins TO pg_monitor, PUBLIC",
                "ALTER DATABASE " + database.name() + " SET work_mem = '8MB'");
    }

    @AfterEach
    void drop() {
        TestServer server = database.server();
        database.close();
        target.close();
        server.administer("DROP ROLE IF EXISTS " + role);
    }

    private Path backUp(String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("backup", "--source", "env:SOURCE", "--to", folder.toString()), Stream.of(options))
                .toArray(String[]::new);
        assertThat(terminal.run(arguments)).as(terminal.err()).isIn(0, 3);
        List<String> lines = terminal.out().lines().toList();
        return Path.of(lines.get(lines.size() - 1));
    }

    private int restore(Path backup, String... options) {
        return terminal.run(
                Stream.concat(Stream.of("restore", backup.toString(), "--target", "env:TARGET"), Stream.of(options))
                        .toArray(String[]::new));
    }

    private String rights() {
        return target.query("SELECT concat_ws(' ', relowner::regrole,"
                + " (SELECT string_agg(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, ',' ORDER BY grantee)"
                + " FROM aclexplode(relacl) WHERE privilege_type = 'SELECT' AND grantee <> relowner),"
                + " (SELECT setconfig::text FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase"
                + " WHERE datname = current_database())) FROM pg_class WHERE oid = 'proteins'::regclass");
    }

    @Test
    void bringsBackTheRightsThatItIsAskedFor() {
        Path backup = backUp();
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("", "postgres");
        expected.put("--owners", role);
        expected.put("--grants", "postgres PUBLIC,pg_monitor");
        expected.put("--owners --grants", role + " PUBLIC,pg_monitor");
        expected.put("--database-settings", "postgres {work_mem=8MB}");

        expected.forEach((options, rights) -> {
            assertThat(restore(backup, options.isEmpty() ? new String[0] : options.split(" ", -1)))
                    .as(terminal.err())
                    .isZero();
            assertThat(rights()).as(options).isEqualTo(rights);
            assertThat(target.query("SELECT name FROM proteins")).isEqualTo("MT-ND1");
            target.execute("DROP TABLE proteins");
        });
    }

    @Test
    void namesTheRoleThatIsMissingAndDoesNothingUnderStrict() {
        Path backup = backUp();
        database.execute("ALTER TABLE proteins OWNER TO postgres", "DROP OWNED BY " + role, "DROP ROLE " + role);
        String owner = "owner TABLE \"public\".\"proteins\"";

        assertThat(restore(backup, "--owners", "--strict")).isEqualTo(1);
        assertThat(terminal.err())
                .endsWith(
                        "coffer: the restore would leave out: " + owner + ": the target does not have the role " + role
                                + "\nHint: provide what is missing on the target, or accept it by leaving out --strict\n");
        assertThat(target.query("SELECT to_regclass('proteins')")).isNull();

        assertThat(restore(backup, "--owners")).isEqualTo(3);
        assertThat(terminal.err()).contains("skipped " + owner + ": the target does not have the role " + role + "\n");
        assertThat(rights()).isEqualTo("postgres");
    }

    @Test
    void runsNothingOfABackupThatIsNotTrusted() {
        Path backup = backUp();

        assertThat(restore(backup, "--untrusted")).isEqualTo(1);
        assertThat(terminal.err()).contains("coffer: ", "\nHint: ");
        assertThat(target.query("SELECT to_regclass('proteins')")).isNull();

        target.execute("CREATE TABLE proteins (id int, name text, UNIQUE (name))");
        assertThat(restore(backup, "--untrusted")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT name FROM proteins")).isEqualTo("MT-ND1");
        assertThat(target.query(
                        "SELECT count(*) FROM pg_constraint WHERE conrelid = 'proteins'::regclass AND contype = 'p'"))
                .isEqualTo("0");
    }

    @Test
    void letsFunctionsFindWhatTheyFoundInTheSource() {
        database.execute(
                "CREATE SCHEMA app",
                "ALTER DATABASE " + database.name() + " SET search_path = app",
                "CREATE TABLE app.allowed (name text)",
                "INSERT INTO app.allowed VALUES ('MT-ND1')",
                "CREATE FUNCTION app.known(text) RETURNS boolean LANGUAGE plpgsql STABLE AS"
                        + " 'BEGIN RETURN EXISTS (SELECT FROM allowed WHERE name = $1); END'",
                "SET search_path = app",
                "CREATE TABLE app.chosen (name text CHECK (app.known(name)))",
                "INSERT INTO app.chosen VALUES ('MT-ND1')");
        Path backup = backUp();

        assertThat(restore(backup)).isEqualTo(1);
        assertThat(terminal.err())
                .endsWith(
                        "Hint: a function that the table calls relies on search_path, which is empty during a restore: in the"
                                + " source run ALTER FUNCTION … SET search_path = … for it, and back up again, or restore with"
                                + " --source-search-path\n");

        assertThat(restore(backup, "--source-search-path")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT name FROM app.chosen")).isEqualTo("MT-ND1");
    }

    @Test
    void leavesOutWhatIsAProvidersWhenItIsToldWhoRunsTheServer() {
        database.execute(
                "CREATE SCHEMA auth",
                "CREATE TABLE auth.users (id int PRIMARY KEY)",
                "INSERT INTO auth.users VALUES (7)",
                "CREATE TABLE profiles (id int REFERENCES auth.users)",
                "INSERT INTO profiles VALUES (7)");
        Path whole = backUp("--name", "whole", "--profile", "self");
        assertThat(terminal.err()).doesNotContain("skipped");

        Path without = backUp("--name", "without", "--profile", "Supabase");
        assertThat(terminal.err())
                .contains(
                        "skipped schema auth: it belongs to Supabase, with the rows of 1 table and 2 definitions in it\n");
        assertThat(restore(without)).isEqualTo(3);
        assertThat(terminal.err())
                .contains("skipped foreign key public.profiles profiles_id_fkey: it needs table auth.users, which the"
                        + " provider of the source had, and the target does not have\n");
        assertThat(target.query("SELECT (SELECT id FROM profiles) || ' ' || (to_regclass('auth.users') IS NULL)"))
                .isEqualTo("7 true");

        target.execute("DROP TABLE profiles, proteins", "CREATE SCHEMA auth");
        assertThat(restore(whole, "--profile", "supabase")).isEqualTo(3);
        assertThat(terminal.err()).contains("skipped table auth.users: it belongs to Supabase\n");
        assertThat(target.query("SELECT to_regclass('auth.users')")).isNull();

        target.execute("DROP TABLE profiles, proteins", "DROP SCHEMA auth");
        assertThat(restore(whole, "--profile", "self")).as(terminal.err()).isZero();
        assertThat(target.query("SELECT id FROM auth.users JOIN profiles USING (id)"))
                .isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({"backup", "restore"})
    void refusesAProviderThatItDoesNotKnow(String command) {
        List<String> arguments = command.equals("backup")
                ? List.of(command, "--source", "env:SOURCE")
                : List.of(command, "b", "--target", "env:TARGET");

        assertThat(terminal.run(Stream.concat(arguments.stream(), Stream.of("--profile", "heroku"))
                        .toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(terminal.err())
                .isEqualTo("coffer: Invalid value for option '--profile': expected one of [SELF, NEON, SUPABASE,"
                        + " RDS] (case-insensitive) but was 'heroku'\nHint: coffer " + command
                        + " --help lists what it takes\n");
    }

    @Test
    void rightsTakeNoValue() {
        assertThat(terminal.run("restore", "b", "--target", "env:TARGET", "--owners=everybody"))
                .isEqualTo(2);
        assertThat(terminal.err())
                .isEqualTo("coffer: Invalid value for option '--owners': 'everybody' is not a boolean\n"
                        + "Hint: coffer restore --help lists what it takes\n");
    }
}
