package dev.coffer.benchmarks;

import dev.coffer.testsupport.ClientTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL's own programs, run as users run them. */
final class Tools {
    private Tools() {}

    static boolean present() {
        return Stream.of("pg_dump", "pg_restore", "psql")
                .allMatch(tool -> ClientTools.find(tool).isPresent());
    }

    static String version() {
        return ClientTools.find("pg_dump")
                .map(tool -> ClientTools.run(tool, "--version").output().strip())
                .orElse("no client tools: their contestants are left out");
    }

    /** Runs a program; its output goes nowhere. */
    static void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(
                Path.of(program).isAbsolute()
                        ? program
                        : ClientTools.require(program).toString());
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("benchmark", ".err");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(errors.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException(program + " ended with " + exit + ": " + Files.readString(errors));
            }
        } finally {
            Files.delete(errors);
        }
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
