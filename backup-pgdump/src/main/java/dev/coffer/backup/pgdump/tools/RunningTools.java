package dev.coffer.backup.pgdump.tools;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tools that run; they end with the JVM. */
final class RunningTools {
    private static final Set<ToolRun> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningTools::end, "coffer-tools-end"));
    }

    private RunningTools() {}

    static void add(ToolRun run) {
        RUNNING.add(run);
    }

    static void remove(ToolRun run) {
        RUNNING.remove(run);
    }

    private static void end() {
        RUNNING.forEach(ToolRun::close);
    }
}
