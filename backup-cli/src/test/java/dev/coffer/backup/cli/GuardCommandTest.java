package dev.coffer.backup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.backup.Backup;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.Costly;
import dev.coffer.testsupport.EnabledIfClientTools;
import dev.coffer.testsupport.TestDatabase;
import dev.coffer.testsupport.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import from a shell that breaks off half-way, each time with its tables as they should be afterwards. */
@Costly
class GuardCommandTest {
    private final TestDatabase database = TestServer.newest().createDatabase();

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        database.execute(
                "CREATE TABLE proteins (id int PRIMARY KEY, name text)",
                "INSERT INTO proteins SELECT n, 'protein ' || n FROM generate_series(1, 20) n",
                "CREATE TABLE others (id int)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private String proteins() {
        return database.query("SELECT count(*) || ' ' || min(name) FROM proteins");
    }

    private int guard(TestTerminal terminal, String... command) {
        String[] arguments = new String[command.length + 5];
        System.arraycopy(
                new String[] {"guard", "--source", database.uri(), "--to", folder.toString()}, 0, arguments, 0, 5);
        System.arraycopy(command, 0, arguments, 5, command.length);
        return terminal.run(arguments);
    }

    private String backup() {
        return Backup.list(folder)
                .get(Backup.list(folder).size() - 1)
                .directory()
                .toString();
    }

    /** Commits, then fails, as an import in steps does. */
    private String[] halfAnImport(String... options) {
        String[] words = new String[options.length + 7];
        System.arraycopy(options, 0, words, 0, options.length);
        System.arraycopy(
                new String[] {
                    "--",
                    ClientTools.require("psql").toString(),
                    "-Xqv",
                    "ON_ERROR_STOP=1",
                    database.uri(),
                    "-cUPDATE proteins SET name = 'imported'",
                    "-cSELECT 1 / 0"
                },
                0,
                words,
                options.length,
                7);
        return words;
    }

    @Test
    @EnabledIfClientTools("psql")
    void restoresWhatAFailedImportTouched() {
        TestTerminal terminal = TestTerminal.of(Map.of());

        assertThat(guard(terminal, halfAnImport())).isEqualTo(1);

        assertThat(terminal.err())
                .contains("ERROR:  division by zero\n")
                .doesNotContain(TestServer.newest().password())
                .endsWith("coffer: the command " + ClientTools.require("psql")
                        + " ended with status 1; the guard restored"
                        + " the table public.proteins from the backup " + backup()
                        + "\nHint: correct what the command complained about, and run it again\n");
        assertThat(terminal.out()).isEmpty();
        assertThat(proteins()).isEqualTo("20 protein 1");
    }

    @Test
    @EnabledIfClientTools("psql")
    void asksBeforeItRestoresWhereItIsToldTo() {
        TestTerminal unwilling = TestTerminal.answering("n");
        assertThat(guard(unwilling, halfAnImport("--offer"))).isEqualTo(1);
        assertThat(unwilling.questions())
                .containsExactly("The command failed. Restore the tables that it touched? [y/N] ");
        assertThat(unwilling.err())
                .endsWith("the guard left the tables as they are; their state before lies in " + backup()
                        + "\nHint: coffer compare " + backup()
                        + " says what changed, coffer recover and coffer restore bring it back\n");
        assertThat(proteins()).isEqualTo("20 imported");
        database.execute("UPDATE proteins SET name = 'protein ' || id");

        TestTerminal willing = TestTerminal.answering("y");
        assertThat(guard(willing, halfAnImport("--offer", "--table", "public.proteins")))
                .isEqualTo(1);
        assertThat(proteins()).isEqualTo("20 protein 1");
    }

    @Test
    @EnabledIfClientTools("psql")
    void endsTheImportAndRestoresWhenItIsStopped() throws InterruptedException {
        Path begun = folder.resolve("begun");
        TestTerminal terminal = TestTerminal.of(Map.of());
        AtomicInteger status = new AtomicInteger(-1);
        String psql = "'" + ClientTools.require("psql") + "' -Xqc \"UPDATE proteins SET name = 'imported'\" '"
                + database.uri() + "'";
        Thread running = new Thread(
                () -> status.set(guard(terminal, "--", "sh", "-c", psql + "; touch '" + begun + "'; exec sleep 600")));
        running.start();
        while (!Files.exists(begun) && running.isAlive()) {
            Thread.sleep(10);
        }

        running.interrupt();
        running.join();

        assertThat(terminal.err())
                .endsWith(
                        "coffer: the command sh was stopped; the guard restored the table public.proteins from the backup "
                                + backup() + "\nHint: correct what the command complained about, and run it again\n");
        assertThat(status).hasValue(1);
        assertThat(proteins()).isEqualTo("20 protein 1");
    }

    @Test
    void saysWhatKeptItFromRestoring() {
        TestTerminal terminal = TestTerminal.of(Map.of("SOURCE", database.uri()));
        assertThat(guard(terminal, "--fresh-within", "1h", "--", "no-such-import", "canary"))
                .isEqualTo(1);
        assertThat(terminal.err())
                .doesNotContain("canary")
                .endsWith("coffer: the command no-such-import cannot be started; the guard found no table that differs"
                        + " from the backup " + backup()
                        + "\nHint: correct what the command complained about, and run it again\n");

        database.execute("DROP TABLE others");
        assertThat(guard(terminal, "--fresh-within", "1h", "--table", "others", "--", "false"))
                .isEqualTo(1);
        assertThat(Backup.list(folder)).hasSize(1);
        assertThat(terminal.err())
                .contains(
                        "coffer: the command false ended with status 1; the guard could not restore the tables, which are"
                                + " as the work left them; their state before lies in " + backup() + "; ")
                .contains("\nHint: ");
    }
}
