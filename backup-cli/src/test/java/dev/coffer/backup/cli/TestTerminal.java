package dev.coffer.backup.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs commands in this process and keeps what they print. */
final class TestTerminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> questions = new ArrayList<>();
    private final Map<String, String> environment;
    private final InputStream in;
    private final @Nullable String answer;

    private TestTerminal(Map<String, String> environment, InputStream in, @Nullable String answer) {
        this.environment = environment;
        this.in = in;
        this.answer = answer;
    }

    /** Nobody watches. */
    static TestTerminal of(Map<String, String> environment) {
        return of(environment, InputStream.nullInputStream());
    }

    /** Nobody watches, and this is on standard input. */
    static TestTerminal of(Map<String, String> environment, InputStream in) {
        return new TestTerminal(environment, in, null);
    }

    /** For what reads a command line and runs nothing. */
    static Terminal nobody() {
        return create().terminal();
    }

    static TestTerminal create() {
        return of(Map.of());
    }

    /** Somebody watches and gives this answer to every question. */
    static TestTerminal answering(String answer) {
        return new TestTerminal(Map.of(), InputStream.nullInputStream(), answer);
    }

    int run(String... args) {
        return Shell.run(terminal(), args);
    }

    private Terminal terminal() {
        return new Terminal(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                answer != null,
                environment::get,
                question -> {
                    questions.add(question);
                    return answer == null ? null : answer.toCharArray();
                },
                question -> {
                    questions.add(question);
                    return answer;
                });
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<String> questions() {
        return questions;
    }
}
