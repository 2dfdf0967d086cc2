package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody reads who takes the wrong server, path, file, table or role: the whole message, in words of the shell. */
@Costly
class MessagesTest {
    private static final String LIST = "Hint: check the path; coffer list DIR finds the backups in a folder\n";

    private final TestDatabase database = TestServer.newest().createDatabase();
    private final String role = "r_" + database.name();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    private Path backup = Path.of("");

    @BeforeEach
    void backUp() {
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 1200) n",
                "CREATE ROLE " + role + " LOGIN PASSWORD 'secret'",
                "GRANT SELECT ON proteins TO " + role);
        environment.put("SOURCE", database.uri());
        environment.put("MODEST", database.uri(role, "secret"));
        TestTerminal terminal = TestTerminal.of(environment);
        assertThat(terminal.run("backup", "--source", "env:SOURCE", "--to", folder.toString()))
                .as(terminal.err())
                .isZero();
        backup = Path.of(terminal.out().lines().reduce("", (before, line) -> line));
    }

    @AfterEach
    void drop() {
        database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        database.close();
    }

    private void fails(int status, String message, Object... arguments) {
        TestTerminal terminal = TestTerminal.of(environment);
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int exit = terminal.run(words);
        String said = terminal.err().substring(Math.max(0, terminal.err().indexOf("coffer: ")));
        assertThat(said).as(String.join(" ", words)).isEqualTo("coffer: " + message);
        assertThat(exit).as(String.join(" ", words)).isEqualTo(status);
        assertThat(terminal.out()).as(String.join(" ", words)).isEmpty();
    }

    @Test
    void ofServers() {
        String address = "localhost:" + TestServer.newest().port() + "/" + database.name();
        environment.put("WRONG", database.uri(role, "canary"));
        fails(
                1,
                "cannot connect to " + role + "@" + address + ": password authentication failed for user \"" + role
                        + "\" (SQLSTATE 28P01)\n"
                        + "Hint: check user and password; the password is the one in the connection string\n",
                "backup",
                "--source",
                "env:WRONG");
        environment.put("DOWN", "postgresql://app:canary@localhost:1/shop");
        for (String[] command : new String[][] {
            {"backup", "--source", "env:DOWN", "--to", folder.toString()},
            {"restore", backup.toString(), "--target", "env:DOWN"},
            {"drill", backup.toString(), "--server", "env:DOWN"},
            {"compare", backup.toString(), "--database", "env:DOWN"},
            {"recover", backup.toString(), "--into", "env:DOWN"},
        }) {
            fails(
                    1,
                    "cannot connect to app@localhost:1/shop: nobody listens there\n"
                            + "Hint: check host and port, and that the server runs and listens on TCP"
                            + " (listen_addresses)\n",
                    (Object[]) command);
        }
        fails(
                1,
                "the environment variable NOWHERE is not set\n"
                        + "Hint: export NOWHERE=postgresql://user@host/database\n",
                "restore",
                backup,
                "--target",
                "env:NOWHERE");
        fails(
                1,
                "the file with the connection string does not exist (file " + folder.resolve("url") + ")\n"
                        + "Hint: give file: the path of a file whose first line is the connection string\n",
                "backup",
                "--source",
                "file:" + folder.resolve("url"));
    }

    @Test
    void ofPathsThatLeadNowhere() {
        Path nowhere = folder.resolve("nowhere");
        String nothing = "there is no such file or folder (file " + nowhere + ")\n" + LIST;
        fails(1, nothing, "verify", nowhere);
        fails(1, nothing, "info", nowhere);
        fails(1, nothing, "drill", nowhere, "--server", "env:SOURCE");
        fails(1, nothing, "restore", nowhere, "--target", "env:SOURCE");
        fails(1, nothing, "recover", nowhere, "--into", "env:SOURCE");
        fails(1, nothing, "compare", backup, nowhere);
        fails(1, nothing, "copy", nowhere, folder);
        fails(1, nothing, "archive", nowhere, folder.resolve("a.tar.gz"));
        fails(1, nothing, "hold", nowhere, "--reason", "case 7");
        fails(1, nothing, "doctor", "--target", "env:SOURCE", "--backup", nowhere);
        String noFolder = "there is no such folder (file " + nowhere + ")\n"
                + "Hint: give the folder that backups are written to, the one of --to\n";
        fails(1, noFolder, "list", nowhere);
        fails(1, noFolder, "report", nowhere, "--out", folder.resolve("r.html"));
        fails(1, noFolder, "prune", nowhere, "--keep-last");
        fails(
                1,
                "there is no such file or folder (file nowhere.csv)\nHint: check the path\n",
                "load",
                folder.resolve("nowhere.csv"),
                "--target",
                "env:SOURCE");
        fails(
                1,
                "the folder for the file does not exist (file " + nowhere.resolve("r.html") + ")\n"
                        + "Hint: make the folder first, or give another one\n",
                "report",
                folder,
                "--out",
                nowhere.resolve("r.html"));
    }

    @Test
    void ofFilesThatAreNotWhatTheyShouldBe() throws IOException {
        Path archive = folder.resolve("whole.tar.gz");
        TestTerminal terminal = TestTerminal.of(environment);
        assertThat(terminal.run("archive", backup.toString(), archive.toString()))
                .isZero();
        fails(
                1,
                "this needs the directory of a backup, not an archive of it (file " + archive + ")\n"
                        + "Hint: extract it first: coffer copy ARCHIVE DIR\n",
                "compare",
                archive,
                "--database",
                "env:SOURCE");
        cutTo(archive, 4_000);
        String cutOff = "the archive is damaged or cut off: it cannot be read\n"
                + "Hint: fetch it again, or use another backup\n";
        fails(1, cutOff, "verify", archive);
        fails(1, cutOff, "restore", archive, "--target", "env:SOURCE");
        Files.writeString(archive, "not an archive");
        fails(
                1,
                "this is neither a tar.gz nor a tar.zst\nHint: give the folder of a backup, or an archive of one; a"
                        + " complete_backup.json alone is restored with coffer restore FILE\n",
                "restore",
                archive,
                "--target",
                "env:SOURCE");
        fails(
                1,
                "the name of the archive does not say its format (file " + folder.resolve("a.zip") + ")\n"
                        + "Hint: let it end in .tar.gz or .tar.zst\n",
                "archive",
                backup,
                folder.resolve("a.zip"));

        long whole = Files.size(backup.resolve("complete_backup.json"));
        cutTo(backup.resolve("complete_backup.json"), 1_000);
        String damaged = "the file has 1000 bytes, and " + whole + " by the manifest (file complete_backup.json)\n"
                + "Hint: it was damaged or changed; restore from another backup, or, to load a file that was edited,"
                + " copy it out of the backup first\n";
        fails(1, damaged, "archive", backup, folder.resolve("damaged.tar.gz"));
        assertThat(folder.resolve("damaged.tar.gz")).doesNotExist();
        fails(1, damaged, "copy", backup, folder.resolve("elsewhere"));
        fails(1, damaged, "drill", backup, "--server", "env:SOURCE");
        fails(1, damaged, "restore", backup, "--target", "env:SOURCE");
    }

    private static void cutTo(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @Test
    void ofTablesAndRights() {
        fails(
                1,
                "no table fits the pattern \"protein\" of the selection\n"
                        + "Hint: patterns are compared with names as the catalogue holds them, case included; the backup"
                        + " has public.proteins; --allow-no-match lets it pass\n",
                "recover",
                backup,
                "--into",
                "env:SOURCE",
                "--table",
                "protein");
        String fresh = database.name() + "_new";
        fails(
                1,
                "the role may not create databases\nHint: run as a superuser: ALTER ROLE … CREATEDB; or create the"
                        + " database and restore without --create-db\n",
                "restore",
                backup,
                "--target",
                "env:MODEST",
                "--create-db",
                fresh);
        fails(
                1,
                "the database " + database.name() + " exists already\n"
                        + "Hint: choose another name, or restore into it, if it is empty, without --create-db\n",
                "restore",
                backup,
                "--target",
                "env:SOURCE",
                "--create-db",
                database.name());
        fails(
                1,
                "the role " + role + " may create neither a database to drill in nor a schema in the database "
                        + database.name() + "\nHint: as a superuser: ALTER ROLE " + role
                        + " CREATEDB; or, to prove the rows alone, as the owner of the database: GRANT CREATE ON DATABASE "
                        + database.name() + " TO " + role + "\n",
                "drill",
                backup,
                "--server",
                "env:MODEST");
        fails(
                1,
                "the format pgdump reads the whole database by itself, so its backups cannot be incremental\n"
                        + "Hint: leave out --incremental or --base, or take that format in a plan of its own\n",
                "backup",
                "--source",
                "env:SOURCE",
                "--format",
                "pgdump",
                "--incremental");
    }
}
