package dev.coffer.backup.pgdump.tools;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a program for its version. */
final class VersionProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 1 << 12;

    private VersionProbe() {}

    static ToolVersion of(Path program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(program.toString(), "--version"));
        Environment.clean(builder.environment());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(process, answer), "coffer-tool-version");
            reader.setDaemon(true);
            reader.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("gives no version within " + PATIENCE.toSeconds() + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new IOException("exit status " + process.exitValue() + " when asked for its version");
            }
            String text = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return ToolVersion.printed(text).orElseThrow(() -> new IOException("prints no version that can be read"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.INTERRUPTED, "the thread was interrupted while the client tools were looked for")
                    .exception(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("what it prints cannot be read", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void read(Process process, CompletableFuture<String> answer) {
        try {
            byte[] bytes = process.getInputStream().readNBytes(LONGEST_ANSWER);
            answer.complete(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }
}
