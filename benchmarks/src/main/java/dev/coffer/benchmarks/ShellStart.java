package dev.coffer.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long the shell takes to say something. */
final class ShellStart {
    private ShellStart() {}

    static void run(Lab lab, Path backup) throws Exception {
        Path jar = Path.of("backup-cli/target/coffer.jar");
        if (!Files.exists(jar)) {
            lab.page.section("Shell", "Left out: `backup-cli/target/coffer.jar` has not been built.\n");
            return;
        }
        Comparison start = new Comparison("Start of the shell")
                .add("coffer --help", 9, () -> java("-jar", jar.toString(), "--help"))
                .add("coffer info BACKUP", 9, () -> java("-jar", jar.toString(), "info", backup.toString()))
                .run();
        lab.page.section("Shell", start.table("coffer --help"));
        lab.page.target("`coffer --help`", start.median("coffer --help"), 0.4, " s");
        lab.page.target("`coffer info`", start.median("coffer info BACKUP"), 0.5, " s");
    }

    private static void java(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("the shell ended with " + exit);
        }
    }
}
