package dev.coffer.backup.cli;

import dev.coffer.backup.BackupException;
import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.PostgresDatabase;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes databases of what {@code --source} and {@code --target} were given. */
final class Databases {
    private static final String VARIABLE = "env:";
    private static final String FILE = "file:";

    private final Terminal terminal;

    Databases(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The database of a connection string, of {@code env:NAME} or {@code file:PATH}; of the environment where nothing is given. */
    PostgresDatabase of(@Nullable String given) {
        if (given == null) {
            return PostgresDatabase.fromEnvironment();
        }
        if (given.startsWith(VARIABLE)) {
            return PostgresDatabase.of(variable(given.substring(VARIABLE.length())));
        }
        if (given.startsWith(FILE)) {
            return PostgresDatabase.of(firstLine(given.substring(FILE.length())));
        }
        return PostgresDatabase.of(given);
    }

    private String variable(String name) {
        String value = terminal.environment().apply(name);
        if (value == null || value.isBlank()) {
            throw Problem.of(ErrorCode.CONNECTION_STRING, "the environment variable " + name + " is not set")
                    .hint("export " + name + "=postgresql://user@host/database")
                    .exception();
        }
        return value.strip();
    }

    private static String firstLine(String path) {
        try {
            return Files.readString(Path.of(path)).strip().lines().findFirst().orElse("");
        } catch (IOException | InvalidPathException e) {
            throw Problem.of(
                            ErrorCode.CONNECTION_STRING,
                            e instanceof NoSuchFileException
                                    ? "the file with the connection string does not exist"
                                    : "the file with the connection string cannot be read")
                    .file(path)
                    .hint("give file: the path of a file whose first line is the connection string")
                    .exception();
        }
    }

    /**
     * Does something with a database. Where the server refuses because no password is known anywhere, and somebody can be asked, asks and
     * does it again.
     */
    <T> T with(PostgresDatabase database, Function<PostgresDatabase, T> work) {
        try {
            return work.apply(database);
        } catch (BackupException e) {
            if (e.code() != ErrorCode.AUTHENTICATION || !terminal.interactive() || database.hasPassword()) {
                throw e;
            }
            char[] answer = terminal.askSecret().apply("Password for " + Printable.line(database.toString()) + ": ");
            if (answer == null || answer.length == 0) {
                throw e;
            }
            return work.apply(database.withPassword(answer));
        }
    }
}
