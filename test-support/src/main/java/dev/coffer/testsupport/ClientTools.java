package dev.coffer.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/** The programs that PostgreSQL's client packages bring, where this machine has them. */
public final class ClientTools {
    private static final Pattern MAJOR = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final ConcurrentMap<Path, Integer> MAJORS = new ConcurrentHashMap<>();

    private ClientTools() {}

    /** The program of this name on the {@code PATH}. */
    public static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path + File.pathSeparator + "/usr/sbin")
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The program of this name; skips the calling test where there is none. */
    public static Path require(String program) {
        return find(program).orElseThrow(() -> new TestAbortedException(Needs.tool(program)));
    }

    /** The major version that the program prints, such as 15. pg_dump refuses servers that are newer than itself. */
    public static int majorVersion(Path program) {
        return MAJORS.computeIfAbsent(program, ClientTools::askMajorVersion);
    }

    private static int askMajorVersion(Path program) {
        String printed = run(program, "--version").requireSuccess().output();
        Matcher found = MAJOR.matcher(printed);
        if (!found.find()) {
            throw new IllegalStateException("no version in: " + printed);
        }
        return Integer.parseInt(found.group(1));
    }

    /** Runs a program to its end, with nothing on its standard input. */
    public static ToolResult run(Path program, String... arguments) {
        return run(InputStream.nullInputStream(), program, arguments);
    }

    /** Runs a program to its end, with this on its standard input. */
    public static ToolResult run(InputStream input, Path program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        return run(input, new ProcessBuilder(command));
    }

    /** Runs a program to its end; whoever needs a folder or an environment sets it in the builder. */
    public static ToolResult run(InputStream input, ProcessBuilder builder) {
        try {
            Process process = builder.start();
            CompletableFuture<String> output = readAll(process.getInputStream());
            CompletableFuture<String> errors = readAll(process.getErrorStream());
            feed(process, input);
            int exitCode = process.waitFor();
            return new ToolResult(List.copyOf(builder.command()), exitCode, output.join(), errors.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + builder.command(), e);
        }
    }

    private static void feed(Process process, InputStream input) {
        try (OutputStream out = process.getOutputStream()) {
            input.transferTo(out);
        } catch (IOException e) {
            // It ended without reading everything; its exit status and its errors say why.
        }
    }

    /** In a thread of its own: the common pool has few, and a program whose output nobody reads stands still. */
    private static CompletableFuture<String> readAll(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                work -> new Thread(work, "output").start());
    }
}
