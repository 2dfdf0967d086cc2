package dev.coffer.backup.pgdump;

import dev.coffer.backup.ErrorCode;
import dev.coffer.backup.Problem;
import dev.coffer.backup.pgdump.DumpCompression.Method;
import dev.coffer.backup.pgdump.tools.ToolVersion;
import dev.coffer.backup.spi.SharedSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The arguments of pg_dump for a run, but for the connection and the file. */
final class DumpArguments {
    private static final int ALGORITHMS_SINCE = 16;
    /** Of all arguments together; Linux takes two million, Windows far less. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private DumpArguments() {}

    static List<String> of(DumpSettings settings, SharedSnapshot snapshot, ToolVersion version, boolean largeObjects) {
        List<String> arguments = of(settings, version);
        arguments.add("--snapshot=" + snapshot.id());
        if (!snapshot.lockTimeout().isZero()) {
            arguments.add("--lock-wait-timeout=" + snapshot.lockTimeout().toMillis());
        }
        if (!largeObjects) {
            arguments.add("--no-blobs");
        }
        snapshot.leftOut().forEach(relation -> arguments.add("--exclude-table=" + relation));
        snapshot.withoutRows().forEach(table -> arguments.add("--exclude-table-data=" + table));
        requireRoom(arguments);
        return arguments;
    }

    /** Of a dump that belongs to no plan. */
    static List<String> of(DumpSettings settings, ToolVersion version) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--verbose");
        arguments.add("--format=" + settings.layout().name().toLowerCase(Locale.ROOT));
        compression(settings, version, arguments);
        if (settings.jobs() > 1) {
            arguments.add("--jobs=" + settings.jobs());
        }
        switch (settings.contents()) {
            case SCHEMA_ONLY -> arguments.add("--schema-only");
            case DATA_ONLY -> arguments.add("--data-only");
            case EVERYTHING -> {}
        }
        settings.sections().stream().sorted().forEach(section -> arguments.add("--section=" + section.option()));
        if (settings.inserts()) {
            arguments.add("--column-inserts");
        }
        if (settings.noOwner() && settings.layout() == DumpLayout.PLAIN) {
            arguments.add("--no-owner");
        }
        if (settings.noPrivileges()) {
            arguments.add("--no-privileges");
        }
        return arguments;
    }

    private static void compression(DumpSettings settings, ToolVersion version, List<String> arguments) {
        DumpCompression compression = settings.compression();
        Method method = compression.method();
        if (method == Method.NONE) {
            arguments.add("--compress=0");
        } else if (method == Method.GZIP) {
            if (compression.level() != null) {
                arguments.add("--compress=" + compression.level());
            }
        } else if (version.major() < ALGORITHMS_SINCE) {
            throw Problem.of(ErrorCode.TOOL_TOO_OLD, "pg_dump " + version + " cannot compress with " + method)
                    .hint("install pg_dump 16 or newer, or use DumpCompression.gzip()")
                    .exception();
        } else {
            String level = compression.level() == null ? "" : ":" + compression.level();
            arguments.add("--compress=" + method.name().toLowerCase(Locale.ROOT) + level);
        }
    }

    private static void requireRoom(List<String> arguments) {
        if (arguments.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
            throw Problem.of(
                            ErrorCode.UNSUPPORTED_BY_FORMAT,
                            "the selection leaves out more tables than pg_dump can be told of")
                    .hint("back up every table, or use JSON or CSV")
                    .exception();
        }
    }
}
