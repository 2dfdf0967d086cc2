package dev.coffer.e2e;

import dev.coffer.backup.cli.Main;
import dev.coffer.testsupport.ClientTools;
import dev.coffer.testsupport.ToolResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The shell's command line as a process of its own. */
final class Shell {
    private Shell() {}

    static ToolResult run(Map<String, String> environment, String... arguments) {
        return run(InputStream.nullInputStream(), environment, arguments);
    }

    static ToolResult run(InputStream input, Map<String, String> environment, String... arguments) {
        return ClientTools.run(input, builder(environment, arguments));
    }

    static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        try {
            ProcessBuilder builder = ChildJvm.of(Main.class, ChildJvm.SHORT, List.of(arguments));
            builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.endsWith("_URL"));
            builder.environment().putAll(environment);
            return builder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
