package dev.coffer.backup.internal.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another Java that takes the lock of a folder and keeps it until it is killed. */
final class LockHolder implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private LockHolder(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns once that process has said what became of it: {@code held}, or why not. */
    static LockHolder start(Path root) throws IOException {
        return new LockHolder(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(
                                System.getProperty("path.separator"),
                                "target/classes",
                                "target/test-classes",
                                System.getProperty("java.class.path", ""),
                                System.getProperty("jdk.module.path", "")),
                        LockHolder.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    String said() throws IOException {
        return String.valueOf(out.readLine());
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        out.close();
    }

    public static void main(String[] arguments) throws IOException {
        try (RunLock lock = RunLock.take(Path.of(arguments[0]))) {
            System.out.println(lock == null ? "nothing" : "held");
            System.in.read();
        } catch (dev.coffer.backup.ConflictException e) {
            System.out.println(e.code());
        }
    }
}
