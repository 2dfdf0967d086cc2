package dev.coffer.backup.internal.store;

import dev.coffer.backup.spi.Compression;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A backup written by another Java, which can be told to stop at a point and be killed there. */
final class WriterProcess implements AutoCloseable {
    enum Until {
        /** Does not stop at all. */
        END,
        CREATED,
        IN_A_FILE,
        FILES_COMPLETE,
        COMMITTED
    }

    private final Process process;
    private final BufferedReader out;

    private WriterProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static WriterProcess start(Path root, Until until, int times) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(
                        System.getProperty("path.separator"),
                        "target/classes",
                        "target/test-classes",
                        System.getProperty("java.class.path", ""),
                        System.getProperty("jdk.module.path", "")),
                WriterProcess.class.getName(),
                root.toString(),
                until.name(),
                Integer.toString(times)));
        try {
            return new WriterProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says when it has come to the point, or nothing when it has ended. */
    String await() throws IOException {
        return out.readLine();
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
        Path root = Path.of(arguments[0]);
        Until until = Until.valueOf(arguments[1]);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            write(root, until, ProcessHandle.current().pid() + "-" + i);
        }
        System.out.println("done");
    }

    private static void write(Path root, Until until, String mark) throws IOException {
        Instant now = Samples.NOW;
        try (BackupWriter writer = BackupWriter.create(root, "sample", now)) {
            stopAt(Until.CREATED, until);
            Samples.write(writer, Compression.NONE, mark);
            try (OutputStream last = writer.file("last", "csv")) {
                last.write(new byte[200_000]);
                stopAt(Until.IN_A_FILE, until);
            }
            stopAt(Until.FILES_COMPLETE, until);
            writer.commit(Samples.manifest(writer, now));
            stopAt(Until.COMMITTED, until);
        }
    }

    private static void stopAt(Until here, Until until) throws IOException {
        if (here == until) {
            System.out.println(here);
            System.in.read();
        }
    }
}
