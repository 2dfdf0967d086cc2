package dev.coffer.backup.internal.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings that a transaction of ours pins, because a role, a database or a server may have set them to something
 * that changes the bytes or ends the work. {@code SET LOCAL} only: behind a transaction pooler anything else reaches
 * whoever uses the connection next. None of the statements takes a snapshot.
 *
 * <p>The server splits a message into statements before it runs the first of them. So a string with a backslash must not
 * travel in the same message as these: {@code standard_conforming_strings} would not hold for it yet.
 */
public final class Pins {
    /** Begins a transaction that reads one snapshot. */
    public static final String BEGIN_BACKUP = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    /** Begins a transaction that writes. */
    public static final String BEGIN_RESTORE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    /** Begins a transaction that reads one snapshot, and may write to temporary tables; to be rolled back. */
    public static final String BEGIN_PREVIEW = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE";

    private static final List<String> ALWAYS = List.of(
            "client_encoding = 'UTF8'",
            "standard_conforming_strings = on",
            "quote_all_identifiers = off",
            // Not '': then the schema of temporary tables and types would be searched before the server's own (ADR 19).
            "search_path = pg_catalog, pg_temp",
            "DateStyle = 'ISO, YMD'",
            "IntervalStyle = 'postgres'",
            "TimeZone = 'UTC'",
            "extra_float_digits = 3",
            "bytea_output = 'hex'",
            "lc_monetary = 'C'",
            "array_nulls = on",
            "transform_null_equals = off",
            "xmloption = 'content'",
            "row_security = off",
            "synchronize_seqscans = off",
            "max_parallel_workers_per_gather = 0",
            "client_min_messages = 'warning'",
            "jit = off",
            "statement_timeout = 0",
            "idle_in_transaction_session_timeout = 0");

    private static final List<String> RESTORE =
            List.of("check_function_bodies = off", "default_tablespace = ''", "default_table_access_method = 'heap'");

    private Pins() {}

    /**
     * The batch for a transaction that reads, {@code ;} between its statements and none at its end.
     *
     * @param lockTimeout how long to wait for a lock; zero waits for ever
     */
    public static String forBackup(int serverVersion, Duration lockTimeout) {
        List<String> settings = common(serverVersion, lockTimeout);
        if (knowsRelationKinds(serverVersion)) {
            settings.add("restrict_nonsystem_relation_kind = 'view, foreign-table'");
        }
        return batch(settings);
    }

    /**
     * The batch for a transaction that writes, {@code ;} between its statements and none at its end.
     *
     * @param lockTimeout how long to wait for a lock; zero waits for ever
     */
    public static String forRestore(int serverVersion, Duration lockTimeout) {
        List<String> settings = common(serverVersion, lockTimeout);
        settings.addAll(RESTORE);
        return batch(settings);
    }

    private static List<String> common(int serverVersion, Duration lockTimeout) {
        List<String> settings = new ArrayList<>(ALWAYS);
        settings.add("lock_timeout = " + Math.min(lockTimeout.toMillis(), Integer.MAX_VALUE));
        if (serverVersion >= 140000) {
            settings.add("idle_session_timeout = 0");
        }
        if (serverVersion >= 170000) {
            settings.add("transaction_timeout = 0");
        }
        return settings;
    }

    /** The setting came with the fix of CVE-2024-7348. */
    private static boolean knowsRelationKinds(int serverVersion) {
        int firstMinor = switch (serverVersion / 10_000) {
            case 12 -> 20;
            case 13 -> 16;
            case 14 -> 13;
            case 15 -> 8;
            case 16 -> 4;
            default -> 0;
        };
        return serverVersion >= 120000 && serverVersion % 10_000 >= firstMinor;
    }

    private static String batch(List<String> settings) {
        return "SET LOCAL " + String.join("; SET LOCAL ", settings);
    }
}
