package dev.coffer.backup.pgdump.tools;

import static java.util.Objects.requireNonNull;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.spi.LibpqConnection;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run.
 *
 * @param tool which of the two
 * @param program its path
 * @param arguments without the connection; each one an argument of its own, no shell reads them
 * @param connection the database that the tool is to connect to, or null where it connects to none
 * @param silence how long the tool may give no sign of life; zero for ever
 */
public record ToolCall(
        Tool tool,
        Path program,
        List<String> arguments,
        @Nullable LibpqConnection connection,
        Duration silence) {
    private static final String CONNECT_SECONDS = "30";

    public ToolCall {
        requireNonNull(tool, "tool");
        requireNonNull(program, "program");
        arguments = List.copyOf(arguments);
        requireNonNull(silence, "silence");
    }

    /** The program and all its arguments, none of them a secret. */
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        if (connection != null) {
            LibpqConnection patient = connection.parameters().containsKey("connect_timeout")
                    ? connection
                    : connection.with("connect_timeout", CONNECT_SECONDS);
            command.add("--no-password");
            command.add("--dbname=" + Conninfo.of(patient.parameters()));
        }
        // The file to read, if there is one, comes last.
        command.addAll(arguments);
        command.forEach(ToolCall::checkCharacters);
        return command;
    }

    /** Java writes arguments in the encoding of its locale and puts question marks where that has no such character. */
    private static void checkCharacters(String argument) {
        Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        if (argument.indexOf('\0') >= 0 || !encoding.newEncoder().canEncode(argument)) {
            throw Problem.of(
                            ErrorCode.INVALID_PLAN,
                            "a name has a character that cannot be handed to a program in the encoding " + encoding)
                    .hint("start Java in a UTF-8 locale, such as LC_ALL=C.UTF-8")
                    .exception();
        }
    }
}
